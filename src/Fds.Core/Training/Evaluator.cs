using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>Evaluates weights on examples, in chunks of nearly equal size so that batch statistics are as good in the last as in the first.</summary>
public static class Evaluator
{
    private const int ChunkSize = 500;

    /// <summary>Values in a chunk's examples at most: large ones come in smaller chunks, as many values as the usual number of images of 224 × 224 in colour.</summary>
    private const long ChunkValues = ChunkSize * 3L * 224 * 224;

    /// <summary>Loss and accuracy, normalising with each chunk's own statistics, or with running ones where given.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">θ, shape [P].</param>
    /// <param name="examples">The examples.</param>
    /// <param name="indices">Which of them, int64 on their device; null for all.</param>
    /// <param name="statistics">Running statistics to normalise with; null for those of the chunk.</param>
    public static Evaluation Evaluate(Network network, Tensor weights, DeviceExamples examples, Tensor? indices, NormalisationStatistics? statistics = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor all = indices ?? arange(examples.Count.Kept(), ScalarType.Int64, weights.device);
        double loss = 0;
        double right = 0;
        long terms = 0;
        Tensor predictions = zeros([0], ScalarType.Int64, all.device);
        Tensor? least = null;
        Tensor? most = null;
        foreach (Tensor chunk in Chunks(all, examples.Footprint))
        {
            using DisposeScope chunkScope = NewDisposeScope();
            Tensor batch = examples.Inputs(chunk, weights.dtype);
            Tensor targets = examples.TargetsAt(chunk, weights.dtype);
            Tensor outputs = network.Loss.Rows(statistics is null ? network.Forward(weights, batch) : network.Forward(weights, batch, statistics, training: false), targets);
            Tensor predicted = network.Loss.Predicted(outputs);
            loss += network.Loss.Sum(outputs, targets).to(ScalarType.Float64).item<double>();
            right += network.Loss.Right(predicted, targets)?.item<long>() ?? double.NaN;
            terms += targets.NumberOfElements;
            predictions = cat([predictions, predicted.unique().output]).MoveToOuterDisposeScope();
            least = (least is null ? outputs.amin(0) : least.minimum(outputs.amin(0))).MoveToOuterDisposeScope();
            most = (most is null ? outputs.amax(0) : most.maximum(outputs.amax(0))).MoveToOuterDisposeScope();
        }

        return new(loss / terms, right / terms, (int)predictions.unique().output.shape[0], (int)all.shape[0], least is null ? double.NaN : Variation(least, most!));
    }

    /// <summary>The largest difference between the least and the most of an output, over the largest magnitude of any.</summary>
    private static double Variation(Tensor least, Tensor most)
    {
        double difference = (most - least).max().to(ScalarType.Float64).item<double>();
        double largest = maximum(most.abs(), least.abs()).max().to(ScalarType.Float64).item<double>();
        return largest == 0 ? 0 : difference / largest;
    }

    /// <summary>∇L, shape [P], of the mean loss over examples, normalising with each chunk's own statistics.</summary>
    public static Tensor Gradient(ICurvatureEngine engine, Tensor weights, DeviceExamples examples, Tensor indices)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor none = zeros([0, weights.shape[0]], weights.dtype, weights.device);
        Tensor sum = zeros_like(weights);
        foreach (Tensor chunk in Chunks(indices, examples.Footprint))
        {
            using DisposeScope chunkScope = NewDisposeScope();
            CurvatureEvaluation evaluation = engine.Evaluate(weights, examples.Inputs(chunk, weights.dtype), examples.TargetsAt(chunk, weights.dtype), none);
            sum.Increase(evaluation.Gradient, (double)chunk.shape[0] / indices.shape[0]);
        }

        return sum.MoveToOuterDisposeScope();
    }

    private static Tensor[] Chunks(Tensor indices, long footprint)
    {
        long count = indices.shape[0];
        long size = Math.Clamp(ChunkValues / footprint, 1, ChunkSize);
        return count == 0 ? [] : indices.tensor_split((count + size - 1) / size);
    }
}
