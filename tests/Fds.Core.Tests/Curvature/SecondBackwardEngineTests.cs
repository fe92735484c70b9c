using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Tests.Datasets;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Curvature;

/// <summary>In float64, on random images.</summary>
public sealed class SecondBackwardEngineTests
{
    private const int Classes = 4;

    public SecondBackwardEngineTests() => TorchTests.Prepare();

    public static TheoryData<string, int, int> Networks() => new() { { "mlp", 1, 8 }, { "lenet", 1, 28 }, { "lenet-bn", 1, 28 }, { "wrn-10-1", 3, 32 } };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Products_WithTwoDirections_AreSymmetric(string name, int channels, int size)
    {
        using DisposeScope scope = NewDisposeScope();
        using Case given = new(name, channels, size);
        Tensor directions = given.Directions(2);

        Tensor products = given.Engine.Evaluate(given.Weights, given.Images, given.Labels, directions).Products;

        double first = directions[0].dot(products[1]).item<double>();
        double second = directions[1].dot(products[0]).item<double>();
        double scale = directions[0].norm().item<double>() * products[1].norm().item<double>();
        Assert.True(Math.Abs(first - second) < 1e-12 * scale, $"a·Hb {first:R}, b·Ha {second:R}");
        Assert.True(scale > 1e-3, $"The products should not vanish, but their scale is {scale:E2}.");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Products_AgreeWithCentralDifferencesOfTheGradient(string name, int channels, int size)
    {
        // So short that hardly any rectifier of the hundred thousands switches sides on the way; float64 leaves seven digits.
        const double Step = 1e-9;
        using DisposeScope scope = NewDisposeScope();
        using Case given = new(name, channels, size);
        Tensor direction = given.Directions(1);

        Tensor product = given.Engine.Evaluate(given.Weights, given.Images, given.Labels, direction).Products[0];
        Tensor central = (given.PlainGradient(given.Weights + (Step * direction[0])) - given.PlainGradient(given.Weights - (Step * direction[0]))) / (2 * Step);

        double error = (product - central).norm().item<double>() / central.norm().item<double>();
        Assert.True(error < 1e-5, $"Relative error {error:E2} of a product of norm {central.norm().item<double>():R}.");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradient_WithAndWithoutDirections_IsThatOfAPlainBackwardPass(string name, int channels, int size)
    {
        using DisposeScope scope = NewDisposeScope();
        using Case given = new(name, channels, size);
        Tensor plain = given.PlainGradient(given.Weights);

        CurvatureEvaluation none = given.Engine.Evaluate(given.Weights, given.Images, given.Labels, given.Directions(0));
        CurvatureEvaluation some = given.Engine.Evaluate(given.Weights, given.Images, given.Labels, given.Directions(2));

        Assert.Equal([0, given.Weights.shape[0]], none.Products.shape);
        Assert.Equal([2, given.Weights.shape[0]], some.Products.shape);
        foreach (CurvatureEvaluation evaluation in new[] { none, some })
        {
            double error = (evaluation.Gradient - plain).norm().item<double>() / plain.norm().item<double>();
            Assert.True(error < 1e-13, $"Relative error of the gradient {error:E2}.");
            Assert.Equal(none.Loss.item<double>(), evaluation.Loss.item<double>());
            Assert.False(evaluation.Gradient.requires_grad || evaluation.Loss.requires_grad || evaluation.Products.requires_grad);
        }
    }

    [Fact]
    public void Evaluate_ManyTimes_LeavesNoTensorBehind()
    {
        using DisposeScope scope = NewDisposeScope();
        using Case given = new("lenet-bn", 1, 28);
        Tensor directions = given.Directions(2);

        LiveTensors.AssertUnchanged(() =>
        {
            using DisposeScope inner = NewDisposeScope();
            given.Engine.Evaluate(given.Weights, given.Images, given.Labels, directions);
        });
    }

    private sealed class Case : IDisposable
    {
        private readonly Network network;
        private readonly Generator generator = new(11, CPU);

        public Case(string name, int channels, int size)
        {
            network = NetworkFactory.Create(name, channels, size, size, Classes);
            Engine = new(network);
            Weights = WeightInitialiser.Draw(network.Layout, WeightScheme.Default, 1, generator, ScalarType.Float64, CPU);
            Images = randn([5, channels, size, size], ScalarType.Float64, generator: generator);
            Labels = randint(Classes, [5], ScalarType.Int64, generator: generator);
        }

        public SecondBackwardEngine Engine { get; }

        public Tensor Weights { get; }

        public Tensor Images { get; }

        public Tensor Labels { get; }

        public Tensor Directions(int count) => randn([count, network.Layout.Count], ScalarType.Float64, generator: generator);

        public void Dispose() => generator.Dispose();

        public Tensor PlainGradient(Tensor weights)
        {
            Tensor leaf = weights.detach().clone().requires_grad_();
            nn.functional.cross_entropy(network.Forward(leaf, Images), Labels).backward();
            return leaf.grad!;
        }
    }
}
