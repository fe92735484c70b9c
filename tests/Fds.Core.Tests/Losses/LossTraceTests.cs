using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Networks;
using Fds.Core.Networks.Traces;
using Fds.Core.Runtime;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Losses;

/// <summary>The rules of the losses against autograd and central differences, in float64.</summary>
public sealed class LossTraceTests
{
    private const double Exact = 1e-9;
    private const double Difference = 1e-4;
    private const double Relative = 1e-7;

    public LossTraceTests() => TorchTests.Prepare();

    [Theory]
    [InlineData("mse", new long[] { 7, 1 }, new long[] { 7, 1 })]
    [InlineData("mse", new long[] { 7 }, new long[] { 7, 1 })]
    [InlineData("mse", new long[] { 5, 3 }, new long[] { 5, 3 })]
    [InlineData("cross-entropy", new long[] { 6, 4 }, new long[] { 6 })]
    [InlineData("cross-entropy", new long[] { 3, 5, 4 }, new long[] { 3, 5 })]
    [InlineData("cross-entropy", new long[] { 15, 4 }, new long[] { 3, 5 })]
    public void Trace_OfOutputs_AgreesWithAutogradAndCentralDifferences(string name, long[] outputShape, long[] targetShape)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(11);
        Loss loss = name == "mse" ? Loss.SquaredError : Loss.CrossEntropy;
        Tensor targets = name == "mse" ? randn(targetShape, ScalarType.Float64, generator: generator) : randint(0, outputShape[^1], targetShape, ScalarType.Int64, generator: generator);
        Tensor outputs = randn(outputShape, ScalarType.Float64, generator: generator);
        Tensor tangents = randn([outputShape[0], 2, .. outputShape[1..]], ScalarType.Float64, generator: generator);

        ILossTrace trace = loss.Trace(outputs, targets);
        Tensor pushed = trace.PushForward(tangents);

        Tensor leaf = outputs.clone().requires_grad_();
        Tensor value = loss.Mean(leaf, targets);
        Tensor gradient = Differentiation.Of(value, null, [leaf], retain: true, differentiable: true)[0];
        Assert.Equal(value.item<double>(), trace.Value.item<double>(), Exact);
        AssertClose(gradient.detach(), trace.Gradient, Exact);
        for (int column = 0; column < 2; column++)
        {
            Tensor direction = tangents.select(1, column);
            Tensor product = loss is { Name: "mse" } ? direction * (2.0 / targets.NumberOfElements) : Differentiation.Of(gradient, direction, [leaf], retain: true, differentiable: false)[0];
            AssertClose(product, pushed.select(1, column), Exact);
            Tensor ahead = loss.Trace(outputs + (direction * Difference), targets).Gradient;
            Tensor behind = loss.Trace(outputs - (direction * Difference), targets).Gradient;
            AssertClose((ahead - behind) / (2 * Difference), pushed.select(1, column), Relative);
        }
    }

    [Theory]
    [InlineData(1, new[] { 5 })]
    [InlineData(3, new[] { 6, 4, 5 })]
    public void TangentEngine_WithTheSquaredError_AgreesWithTheSecondBackwardPass(int width, int[] hidden)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(12);
        Network network = NetworkFactory.Create("mlp", new() { Input = [8], Targets = width }, Loss.SquaredError, [.. hidden]);
        Tensor weights = randn(network.Layout.Count, ScalarType.Float64, generator: generator);
        Tensor tangents = randn([4, network.Layout.Count], ScalarType.Float64, generator: generator);
        Tensor inputs = randn([9, 8], ScalarType.Float64, generator: generator);
        Tensor targets = randn([9, width], ScalarType.Float64, generator: generator);

        CurvatureEvaluation expected = new SecondBackwardEngine(network).Evaluate(weights, inputs, targets, tangents);
        CurvatureEvaluation found = new TangentEngine(network).Evaluate(weights, inputs, targets, tangents);

        Assert.Equal(expected.Loss.item<double>(), found.Loss.item<double>(), Exact);
        AssertClose(expected.Gradient, found.Gradient, Exact);
        AssertClose(expected.Products, found.Products, Exact);
    }

    [Fact]
    public void Network_ForOtherInputsThanItTakes_IsRefused()
    {
        Assert.Contains("takes real numbers, but the inputs are tokens", Refusal("mlp", new() { Input = [16], Vocabulary = 65, Classes = 65, Targets = 16 }), StringComparison.Ordinal);
        Assert.Contains("takes images, but an input has the shape [8]", Refusal("lenet", new() { Input = [8] }), StringComparison.Ordinal);
        Assert.Equal("mlp 50", NetworkFactory.Create("mlp", new() { Input = [8] }, Loss.SquaredError, [50]).Name);
        Assert.Equal(8 * 50 + 50 + 50 + 1, NetworkFactory.Create("mlp", new() { Input = [8] }, Loss.SquaredError, [50]).Layout.Count);

        static string Refusal(string name, ExampleForm form) => Assert.Throws<FdsException>(() => NetworkFactory.Create(name, form, Loss.SquaredError)).Message;
    }

    private static void AssertClose(Tensor expected, Tensor found, double tolerance)
    {
        double error = (expected.reshape(found.shape) - found).abs().max().item<double>();
        Assert.True(error <= tolerance * (1 + expected.abs().max().item<double>()), $"differs by {error:G3}");
    }
}
