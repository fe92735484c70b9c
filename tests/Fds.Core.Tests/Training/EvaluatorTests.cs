using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Tests.Datasets;
using Fds.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

/// <summary>More images than a chunk holds, in float64.</summary>
public sealed class EvaluatorTests
{
    private const double Tolerance = 1e-12;

    private static readonly Network Mlp = NetworkFactory.Create("mlp", 1, 28, 28, 10);

    public EvaluatorTests() => TorchTests.Prepare();

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(600)]
    public void Evaluate_InChunks_IsThatOfOneBatch(int count)
    {
        using DisposeScope scope = NewDisposeScope();
        using GlyphStudy study = new();
        Tensor weights = Draw(Mlp);
        Tensor indices = arange(count, ScalarType.Int64).flip(0);
        Tensor logits = Mlp.Forward(weights, study.Data.Test.Inputs(indices, ScalarType.Float64));
        Tensor labels = study.Data.Test.TargetsAt(indices);

        Evaluation evaluation = Evaluator.Evaluate(Mlp, weights, study.Data.Test, indices);

        Assert.Equal(nn.functional.cross_entropy(logits, labels).item<double>(), evaluation.Loss, Tolerance);
        Assert.Equal(logits.argmax(1).eq(labels).to(ScalarType.Float64).mean().item<double>(), evaluation.Accuracy, Tolerance);
        Assert.Equal((logits.argmax(1).unique().output.shape[0], count), (evaluation.PredictedClasses, evaluation.Examples));
        Assert.Equal(((logits.amax(0) - logits.amin(0)).max() / logits.abs().max()).item<double>(), evaluation.Variation, Tolerance);
    }

    [Fact]
    public void Evaluate_OfANetworkThatAlwaysSaysTheSame_HasNoVariation()
    {
        using DisposeScope scope = NewDisposeScope();
        using GlyphStudy study = new();

        Assert.Equal(0, Evaluator.Evaluate(Mlp, zeros_like(Draw(Mlp)), study.Data.Test, indices: null).Variation);
    }

    [Fact]
    public void Evaluate_WithoutIndices_TakesAllImages()
    {
        using DisposeScope scope = NewDisposeScope();
        using GlyphStudy study = new();
        Tensor weights = Draw(Mlp);

        Assert.Equal(
            Evaluator.Evaluate(Mlp, weights, study.Data.Test, arange(600, ScalarType.Int64)), Evaluator.Evaluate(Mlp, weights, study.Data.Test, indices: null));
    }

    [Fact]
    public void Evaluate_WithRunningStatistics_DoesNotDependOnTheOtherImages()
    {
        using DisposeScope scope = NewDisposeScope();
        using GlyphStudy study = new();
        Network network = NetworkFactory.Create("lenet-bn", 1, 28, 28, 10);
        Tensor weights = Draw(network);
        using NormalisationStatistics statistics = new(network, ScalarType.Float64, CPU);

        Evaluation[] alone = [.. Enumerable.Range(0, 6).Select(i => Evaluator.Evaluate(network, weights, study.Data.Test, tensor(new long[] { i }), statistics))];
        Evaluation together = Evaluator.Evaluate(network, weights, study.Data.Test, arange(6, ScalarType.Int64), statistics);

        Assert.Equal(alone.Average(evaluation => evaluation.Loss), together.Loss, Tolerance);
    }

    [Fact]
    public void Gradient_InChunks_IsThatOfOneBatch()
    {
        using DisposeScope scope = NewDisposeScope();
        using GlyphStudy study = new();
        Tensor weights = Draw(Mlp);
        Tensor indices = arange(600, ScalarType.Int64);
        SecondBackwardEngine engine = new(Mlp);
        Tensor whole = engine.Evaluate(
            weights, study.Data.Test.Inputs(indices, ScalarType.Float64), study.Data.Test.TargetsAt(indices), zeros([0, Mlp.Layout.Count], ScalarType.Float64)).Gradient;

        Tensor gradient = Evaluator.Gradient(engine, weights, study.Data.Test, indices);

        Assert.InRange((gradient - whole).norm().item<double>() / whole.norm().item<double>(), 0, Tolerance);
    }

    [Fact]
    public void Evaluator_InChunks_LeavesNoTensorBehind()
    {
        using DisposeScope scope = NewDisposeScope();
        using GlyphStudy study = new();
        Tensor weights = Draw(Mlp);
        Tensor indices = arange(600, ScalarType.Int64);

        LiveTensors.AssertUnchanged(() =>
        {
            Evaluator.Evaluate(Mlp, weights, study.Data.Test, indices: null);
            Evaluator.Gradient(new SecondBackwardEngine(Mlp), weights, study.Data.Test, indices).Dispose();
        });
    }

    private static Tensor Draw(Network network)
    {
        using Generator generator = new(2, CPU);
        return WeightInitialiser.Draw(network.Layout, WeightScheme.Default, 1, generator, ScalarType.Float64, CPU);
    }
}
