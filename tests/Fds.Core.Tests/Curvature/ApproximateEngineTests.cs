using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Tests.Datasets;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Curvature;

/// <summary>The engines that estimate: how far they are from the exact product, and what they cost.</summary>
public sealed class ApproximateEngineTests
{
    private readonly Network network = NetworkFactory.Create("mlp", 1, 8, 4);

    public ApproximateEngineTests() => TorchTests.Prepare();

    [Theory]
    [InlineData(ScalarType.Float64, 1e-4)]
    [InlineData(ScalarType.Float32, 0.2)]
    public void FiniteDifference_IsNearTheExactProduct(ScalarType type, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor weights, Tensor images, Tensor labels, Tensor tangents) = Problem(type, batch: 40);
        tangents[1].zero_();

        Tensor exact = new TangentEngine(network).Evaluate(weights, images, labels, tangents).Products;
        CurvatureEvaluation found = new FiniteDifferenceEngine(network).Evaluate(weights, images, labels, tangents);

        Assert.InRange(Error(exact[0], found.Products[0]), 0, tolerance);
        Assert.Equal(0, found.Products[1].abs().max().to(ScalarType.Float64).item<double>());
    }

    [Fact]
    public void PartialBatch_IsTheProductOfItsFirstPartAndTheGradientOfTheWhole()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor weights, Tensor images, Tensor labels, Tensor tangents) = Problem(ScalarType.Float64, batch: 10);
        TangentEngine exact = new(network);

        CurvatureEvaluation found = new PartialBatchEngine(exact, 0.25).Evaluate(weights, images, labels, tangents);

        CurvatureEvaluation whole = exact.Evaluate(weights, images, labels, tangents);
        CurvatureEvaluation part = exact.Evaluate(weights, images[..3], labels[..3], tangents);
        Assert.Equal(whole.Loss.item<double>(), found.Loss.item<double>());
        Assert.InRange(Error(whole.Gradient, found.Gradient), 0, 1e-14);
        Assert.InRange(Error(part.Products, found.Products), 0, 1e-14);
        Assert.True(Error(whole.Products, found.Products) > 1e-3, "A quarter of the mini-batch should not have the whole one's product.");
    }

    [Theory]
    [InlineData(EngineKind.Tangent, 1, 9, 19)]
    [InlineData(EngineKind.Autograd, 1, 9, 19)]
    [InlineData(EngineKind.FiniteDifference, 1, 9, 19)]
    [InlineData(EngineKind.Tangent, 0.25, 9, 5.75)]
    [InlineData(EngineKind.Tangent, 0.25, 0, 1)]
    public void Cost_IsCountedInGradientSteps(EngineKind engine, double fraction, int columns, double expected) =>
        Assert.Equal(expected, new CurvatureOptions(engine, BatchFraction: fraction).CostOfStep(columns));

    [Theory]
    [InlineData(1)]
    [InlineData(0.25)]
    public void Cost_OfManySteps_IsTheSumOfTheirs(double fraction)
    {
        CurvatureOptions curvature = new(BatchFraction: fraction);
        int[] columns = [1, 1, 2, 5, 5, 9];

        Assert.Equal(columns.Sum(curvature.CostOfStep), curvature.CostOfSteps(columns.Length, columns.Sum()));
        Assert.Equal(6 * curvature.CostOfStep(0), curvature.CostOfSteps(6, 0));
        Assert.Equal(0, curvature.CostOfSteps(0, 0));
    }

    private (Tensor Weights, Tensor Images, Tensor Labels, Tensor Tangents) Problem(ScalarType type, int batch)
    {
        using Generator generator = new(3);
        Tensor weights = WeightInitialiser.Draw(network.Layout, WeightScheme.Kaiming, 1, generator, type, CPU);
        Tensor images = randn([batch, 1, 8, 8], ScalarType.Float64, generator: generator).to(type);
        Tensor labels = randint(0, 4, [batch], ScalarType.Int64, generator: generator);
        return (weights, images, labels, randn([2, network.Layout.Count], ScalarType.Float64, generator: generator).to(type));
    }

    private static double Error(Tensor expected, Tensor found) =>
        ((found - expected).norm() / expected.norm()).to(ScalarType.Float64).item<double>();
}
