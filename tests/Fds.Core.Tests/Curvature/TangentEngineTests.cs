using System.Globalization;
using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Tests.Datasets;
using Fds.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Curvature;

/// <summary>The engine that carries tangents against the one that differentiates twice, in float64 on random images.</summary>
public sealed class TangentEngineTests
{
    private const double Tolerance = 1e-9;
    private const int Batch = 6;
    private const int Classes = 5;

    public TangentEngineTests() => TorchTests.Prepare();

    /// <summary>Every layer alone, in the least network that ends in logits; then the whole networks.</summary>
    public static TheoryData<string, int> Cases()
    {
        TheoryData<string, int> cases = [];
        foreach (string name in SingleLayers.Keys.Concat(["mlp", "lenet", "lenet-bn", "wrn-10-1"]))
        {
            foreach (int columns in new[] { 1, 2, 5, 16 })
            {
                cases.Add(name, columns);
            }
        }

        cases.Add("wrn-16-1", 3);
        cases.Add("wrn-10-2", 2);
        foreach (string name in new[] { "mlp of 7x11", "lenet of 16x21", "lenet of 23x17", "lenet-bn of 17x24", "wrn-10-1 of 5x8", "wrn-10-1 of 9x6" })
        {
            cases.Add(name, 3);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_InOneChunk_AgreesWithTheSecondBackwardPass(string name, int columns) => RequireAgreement(name, columns, chunk: null);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(100)]
    public void Evaluate_InChunksOfAnySize_AgreesWithTheSecondBackwardPass(int chunk)
    {
        RequireAgreement("wrn-10-1", columns: 7, chunk);
        RequireAgreement("lenet", columns: 7, chunk);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("lenet")]
    [InlineData("wrn-10-1")]
    [InlineData("wrn-16-1")]
    public void Evaluate_OfOneToSixteenColumnsInChunksOfOneToSixteen_AgreesWithTheSecondBackwardPass(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        const int most = 16;
        Example example = Draw(name, most, batch: 2);
        CurvatureEvaluation expected = new SecondBackwardEngine(example.Network).Evaluate(example.Weights, example.Images, example.Labels, example.Tangents);
        foreach (int i in (int[])[1, 2, 3, 5, 8, 13, most])
        {
            RequireFirst(i, chunk: null);
            RequireFirst(most, chunk: i);
        }

        void RequireFirst(int columns, int? chunk)
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor found = new TangentEngine(example.Network, chunk).Evaluate(example.Weights, example.Images, example.Labels, example.Tangents.narrow(0, 0, columns)).Products;
            for (int column = 0; column < columns; column++)
            {
                Near(example.Network, expected.Products[column], found[column], $"product {column} of {columns} in chunks of {chunk}");
            }
        }
    }

    [Fact]
    public void Evaluate_WhereMemoryEnds_GoesOnWithHalfTheColumnsAndStaysThere()
    {
        using DisposeScope scope = NewDisposeScope();
        Example example = Draw("lenet", columns: 7, batch: 2);
        List<int> carried = [];
        TangentEngine engine = new(example.Network)
        {
            Carries = columns =>
            {
                carried.Add(columns);
                if (columns > 2)
                {
                    throw TorchFault.OutOfMemory();
                }
            },
        };

        CurvatureEvaluation expected = new TangentEngine(example.Network, chunk: 2).Evaluate(example.Weights, example.Images, example.Labels, example.Tangents);
        CurvatureEvaluation found = engine.Evaluate(example.Weights, example.Images, example.Labels, example.Tangents);
        Assert.Equal([7, 4, 2, 2, 2, 1], carried);
        Assert.True(expected.Products.eq(found.Products).all().item<bool>());

        carried.Clear();
        engine.Evaluate(example.Weights, example.Images, example.Labels, example.Tangents);
        Assert.Equal([2, 2, 2, 1], carried);
    }

    [Fact]
    public void Evaluate_WhereNotEvenOneColumnHasMemory_Fails()
    {
        using DisposeScope scope = NewDisposeScope();
        Example example = Draw("mlp", columns: 3, batch: 2);
        TangentEngine engine = new(example.Network) { Carries = _ => throw TorchFault.OutOfMemory() };

        Assert.Throws<TorchFault>(() => engine.Evaluate(example.Weights, example.Images, example.Labels, example.Tangents));
    }

    [Fact]
    public void Evaluate_WithoutColumns_IsThePlainGradient() => RequireAgreement("wrn-10-1", columns: 0, chunk: null);

    private static void RequireAgreement(string name, int columns, int? chunk)
    {
        using DisposeScope scope = NewDisposeScope();
        (Network network, Tensor weights, Tensor images, Tensor labels, Tensor tangents) = Draw(name, columns, Batch);

        CurvatureEvaluation expected = new SecondBackwardEngine(network).Evaluate(weights, images, labels, tangents);
        CurvatureEvaluation found = new TangentEngine(network, chunk).Evaluate(weights, images, labels, tangents);

        Near(expected.Loss, found.Loss, "loss");
        Near(network, expected.Gradient, found.Gradient, "gradient");
        Assert.Equal([columns, network.Layout.Count], found.Products.shape);
        for (int column = 0; column < columns; column++)
        {
            Near(network, expected.Products[column], found.Products[column], $"product {column}");
        }
    }

    private static Example Draw(string name, int columns, int batch)
    {
        using Generator generator = new(7);
        (Network network, int channels, int height, int width) = Make(name);
        return new(
            network,
            randn([network.Layout.Count], ScalarType.Float64, generator: generator).mul_(0.3),
            randn([batch, channels, height, width], ScalarType.Float64, generator: generator),
            randint(0, Classes, [batch], ScalarType.Int64, generator: generator),
            randn([columns, network.Layout.Count], ScalarType.Float64, generator: generator));
    }

    /// <summary>Each parameter's share agrees, so that a small layer cannot hide behind a large one; a share that is 0 but for rounding, to the rounding of the whole.</summary>
    private static void Near(Network network, Tensor expected, Tensor found, string what)
    {
        double rounding = 1e-13 * expected.norm().item<double>();
        for (int i = 0; i < network.Layout.Shapes.Length; i++)
        {
            Near(network.Layout.View(expected, i), network.Layout.View(found, i), $"{what} of {network.Layout.Shapes[i].Name} {i}", rounding);
        }
    }

    private static void Near(Tensor expected, Tensor found, string what, double rounding = 0)
    {
        double norm = expected.norm().item<double>();
        double error = (found - expected).norm().item<double>();
        Assert.True(error <= (Tolerance * norm) + rounding, $"The {what} has relative error {error / norm:E2} (norm {norm:E2}).");
    }

    private static readonly Dictionary<string, Func<ILayer[]>> SingleLayers = new(StringComparer.Ordinal)
    {
        ["dense"] = () => [Layers.Flatten, new Dense(3 * 8 * 8, Classes)],
        ["dense twice"] = () => [Layers.Flatten, new Dense(3 * 8 * 8, 7), new Dense(7, Classes)],
        ["convolution"] = () => [new Convolution(3, 4, kernel: 3), .. Head(4, 6)],
        ["convolution with bias and padding"] = () => [new Convolution(3, 4, kernel: 3, padding: 1, bias: true), .. Head(4, 8)],
        ["convolution twice"] = () => [new Convolution(3, 4, kernel: 3, padding: 1, bias: true), new Convolution(4, 6, kernel: 3, bias: true), .. Head(6, 6)],
        ["convolution with stride"] = () => [new Convolution(3, 4, kernel: 1), new Convolution(4, 5, kernel: 3, stride: 2, padding: 1), .. Head(5, 4)],
        ["convolution with stride that leaves a row"] = () => [new Convolution(3, 4, kernel: 1), new Convolution(4, 5, kernel: 3, stride: 3), .. Head(5, 2)],
        ["projection"] = () => [new Convolution(3, 4, kernel: 1), new Convolution(4, 5, kernel: 1, stride: 2), .. Head(5, 4)],
        ["normalisation"] = () => [new Convolution(3, 4, kernel: 1), new BatchNormalisation(4), .. Head(4, 8)],
        ["normalisation of vectors"] = () => [Layers.Flatten, new Dense(3 * 8 * 8, 7), new BatchNormalisation(7), new Dense(7, Classes)],
        ["rectifier"] = () => [new Convolution(3, 4, kernel: 1), Layers.Rectifier, .. Head(4, 8)],
        ["max-pooling"] = () => [new Convolution(3, 4, kernel: 1), Layers.MaxPool(2), .. Head(4, 4)],
        ["max-pooling that leaves a row"] = () => [new Convolution(3, 4, kernel: 1), Layers.MaxPool(3), .. Head(4, 2)],
        ["max-pooling of a convolution of data"] = () => [new Convolution(3, 4, kernel: 3, bias: true), Layers.MaxPool(2), .. Head(4, 3)],
        ["max-pooling of a convolution of data that leaves a row"] = () => [new Convolution(3, 4, kernel: 2), Layers.MaxPool(3), .. Head(4, 2)],
        ["average pooling"] = () => [new Convolution(3, 4, kernel: 1), Layers.AveragePool(4), .. Head(4, 2)],
        ["block"] = () => [new Convolution(3, 4, kernel: 1), new PreActivationBlock(4, 4, stride: 1), .. Head(4, 8)],
        ["block with projection"] = () => [new Convolution(3, 4, kernel: 1), new PreActivationBlock(4, 6, stride: 2), .. Head(6, 4)],
        ["channels last"] = () => [new Convolution(3, 4, kernel: 3, padding: 1), new BatchNormalisation(4), Layers.Rectifier, new Convolution(4, 5, kernel: 3, bias: true), .. Head(5, 6)],
        ["channels last with blocks"] = () => [new Convolution(3, 4, kernel: 1), new PreActivationBlock(4, 4, stride: 1), new PreActivationBlock(4, 6, stride: 2), Layers.AveragePool(), .. Head(6, 1)],
        ["pooled and rectified data"] = () => [Layers.MaxPool(2), Layers.Rectifier, Layers.AveragePool(2), Layers.Flatten, new Dense(3 * 2 * 2, Classes)],
    };

    private static ILayer[] Head(int channels, int side) => [Layers.Flatten, new Dense(channels * side * side, Classes)];

    /// <summary>A network by its name, for images of its usual size or of HEIGHTxWIDTH.</summary>
    private static (Network Network, int Channels, int Height, int Width) Make(string name)
    {
        if (SingleLayers.TryGetValue(name, out Func<ILayer[]>? layers))
        {
            return (new Network(name, layers(), channelsLast: name.StartsWith("channels last", StringComparison.Ordinal)), 3, 8, 8);
        }

        string network = name.Split(" of ")[0];
        int size = network is "mlp" or "lenet" or "lenet-bn" ? 28 : 32;
        int channels = size == 28 ? 1 : 3;
        int[] sides = name.Contains(" of ", StringComparison.Ordinal) ? [.. name.Split(" of ")[1].Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture))] : [size, size];
        return (NetworkFactory.Create(network, channels, sides[0], sides[1], Classes), channels, sides[0], sides[1]);
    }

    private sealed record Example(Network Network, Tensor Weights, Tensor Images, Tensor Labels, Tensor Tangents);
}
