using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>Evaluates weights on images, in chunks of nearly equal size so that batch statistics are as good in the last as in the first.</summary>
public static class Evaluator
{
    private const int ChunkSize = 500;

    /// <summary>Loss and accuracy, normalising with each chunk's own statistics, or with running ones where given.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">θ, shape [P].</param>
    /// <param name="images">The images.</param>
    /// <param name="indices">Which of them, int64 on their device; null for all.</param>
    /// <param name="statistics">Running statistics to normalise with; null for those of the chunk.</param>
    public static Evaluation Evaluate(Network network, Tensor weights, DeviceImages images, Tensor? indices, NormalisationStatistics? statistics = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor all = indices ?? arange(images.Count.Kept(), ScalarType.Int64, images.Labels.device);
        double loss = 0;
        double correct = 0;
        Tensor predictions = zeros([0], ScalarType.Int64, all.device);
        Tensor? least = null;
        Tensor? most = null;
        foreach (Tensor chunk in Chunks(all))
        {
            using DisposeScope chunkScope = NewDisposeScope();
            Tensor batch = images.Images(chunk, weights.dtype);
            Tensor labels = images.LabelsAt(chunk);
            Tensor logits = statistics is null ? network.Forward(weights, batch) : network.Forward(weights, batch, statistics, training: false);
            Tensor predicted = logits.argmax(1);
            loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).to(ScalarType.Float64).item<double>();
            correct += predicted.eq(labels).sum().item<long>();
            predictions = cat([predictions, predicted.unique().output]).MoveToOuterDisposeScope();
            least = (least is null ? logits.amin(0) : least.minimum(logits.amin(0))).MoveToOuterDisposeScope();
            most = (most is null ? logits.amax(0) : most.maximum(logits.amax(0))).MoveToOuterDisposeScope();
        }

        long count = all.shape[0];
        return new(loss / count, correct / count, (int)predictions.unique().output.shape[0], (int)count, least is null ? double.NaN : Variation(least, most!));
    }

    /// <summary>The largest difference between the least and the most of a logit, over the largest magnitude of any.</summary>
    private static double Variation(Tensor least, Tensor most)
    {
        double difference = (most - least).max().to(ScalarType.Float64).item<double>();
        double largest = maximum(most.abs(), least.abs()).max().to(ScalarType.Float64).item<double>();
        return largest == 0 ? 0 : difference / largest;
    }

    /// <summary>∇L, shape [P], of the mean cross-entropy over images, normalising with each chunk's own statistics.</summary>
    public static Tensor Gradient(ICurvatureEngine engine, Tensor weights, DeviceImages images, Tensor indices)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor none = zeros([0, weights.shape[0]], weights.dtype, weights.device);
        Tensor sum = zeros_like(weights);
        foreach (Tensor chunk in Chunks(indices))
        {
            using DisposeScope chunkScope = NewDisposeScope();
            CurvatureEvaluation evaluation = engine.Evaluate(weights, images.Images(chunk, weights.dtype), images.LabelsAt(chunk), none);
            sum.Increase(evaluation.Gradient, (double)chunk.shape[0] / indices.shape[0]);
        }

        return sum.MoveToOuterDisposeScope();
    }

    private static Tensor[] Chunks(Tensor indices)
    {
        long count = indices.shape[0];
        return count == 0 ? [] : indices.tensor_split((count + ChunkSize - 1) / ChunkSize);
    }
}
