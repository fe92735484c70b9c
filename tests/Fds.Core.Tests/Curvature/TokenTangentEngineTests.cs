using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Tests.Datasets;
using Fds.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Curvature;

/// <summary>
/// The layers of a gpt and the whole of it, in float64 on random tokens: the engine that carries tangents against the one that differentiates
/// twice, and against central differences of the gradient.
/// </summary>
public sealed class TokenTangentEngineTests
{
    private const double Tolerance = 1e-9;

    /// <summary>A central difference errs by the third derivative times the step's square, and by rounding over the step.</summary>
    private const double Step = 1e-5;
    private const double DifferenceTolerance = 1e-7;
    private const int Batch = 3;
    private const int Context = 5;
    private const int Width = 6;
    private const int Vocabulary = 7;

    private static readonly Dictionary<string, Func<ILayer[]>> Stacks = new(StringComparer.Ordinal)
    {
        ["embedding"] = () => Around(),
        ["layer normalisation"] = () => Around(new LayerNormalisation(Width, "norm")),
        ["gelu"] = () => Around(Layers.Gelu),
        ["gelu of a dense layer"] = () => Around(new Dense(Width, 4), Layers.Gelu, new Dense(4, Width)),
        ["attention with one head"] = () => Around(new Dense(Width, 3 * Width), new CausalAttention(Width, heads: 1, Context)),
        ["attention with two heads"] = () => Around(new Dense(Width, 3 * Width), new CausalAttention(Width, heads: 2, Context)),
        ["attention with a head for each number"] = () => Around(new Dense(Width, 3 * Width), new CausalAttention(Width, heads: Width, Context)),
        ["residual block"] = () => Around(new ResidualBlock(new LayerNormalisation(Width, "norm"), new Dense(Width, Width))),
        ["gpt of one layer"] = () => [],
        ["gpt of two layers"] = () => [],
    };

    public TokenTangentEngineTests() => TorchTests.Prepare();

    public static TheoryData<string> Names => [.. Stacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_OfOneToSixteenColumnsInChunksOfOneToSixteen_AgreesWithTheSecondBackwardPass(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        const int most = 16;
        Example example = Draw(name, most);
        CurvatureEvaluation expected = new SecondBackwardEngine(example.Network).Evaluate(example.Weights, example.Tokens, example.Targets, example.Tangents);
        foreach (int i in (int[])[1, 2, 3, 5, 8, 13, most])
        {
            RequireFirst(i, chunk: null);
            RequireFirst(most, chunk: i);
        }

        void RequireFirst(int columns, int? chunk)
        {
            using DisposeScope inner = NewDisposeScope();
            CurvatureEvaluation found = new TangentEngine(example.Network, chunk).Evaluate(example.Weights, example.Tokens, example.Targets, example.Tangents.narrow(0, 0, columns));
            Near(expected.Loss, found.Loss, "loss", Tolerance);
            Near(example.Network, expected.Gradient, found.Gradient, "gradient", Tolerance);
            for (int column = 0; column < columns; column++)
            {
                Near(example.Network, expected.Products[column], found.Products[column], $"product {column} of {columns} in chunks of {chunk}", Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientAndProducts_AreThoseOfCentralDifferences(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Example example = Draw(name, columns: 2);
        TangentEngine engine = new(example.Network);
        CurvatureEvaluation found = engine.Evaluate(example.Weights, example.Tokens, example.Targets, example.Tangents);
        Tensor none = example.Tangents.narrow(0, 0, 0);
        for (int column = 0; column < 2; column++)
        {
            Tensor direction = example.Tangents[column];
            CurvatureEvaluation ahead = engine.Evaluate(example.Weights.add(direction, Step), example.Tokens, example.Targets, none);
            CurvatureEvaluation behind = engine.Evaluate(example.Weights.add(direction, -Step), example.Tokens, example.Targets, none);

            Near((ahead.Loss - behind.Loss) / (2 * Step), (found.Gradient * direction).sum(), "slope", DifferenceTolerance);
            Near((ahead.Gradient - behind.Gradient) / (2 * Step), found.Products[column], $"product {column}", DifferenceTolerance);
        }
    }

    [Fact]
    public void Evaluate_WithoutColumns_IsThePlainGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Example example = Draw("gpt of two layers", columns: 0);

        CurvatureEvaluation found = new TangentEngine(example.Network).Evaluate(example.Weights, example.Tokens, example.Targets, example.Tangents);

        Near(example.Network, new SecondBackwardEngine(example.Network).Evaluate(example.Weights, example.Tokens, example.Targets, example.Tangents).Gradient, found.Gradient, "gradient", Tolerance);
        Assert.Equal([0, example.Network.Layout.Count], found.Products.shape);
    }

    /// <summary>The mean over all positions does not depend on how they are divided into examples where no example sees another.</summary>
    [Fact]
    public void Evaluate_OfSeveralExamples_IsTheMeanOverThem()
    {
        using DisposeScope scope = NewDisposeScope();
        Example example = Draw("gpt of two layers", columns: 3);
        TangentEngine engine = new(example.Network);
        CurvatureEvaluation whole = engine.Evaluate(example.Weights, example.Tokens, example.Targets, example.Tangents);
        CurvatureEvaluation[] parts = [.. Enumerable.Range(0, Batch).Select(i => engine.Evaluate(example.Weights, example.Tokens.narrow(0, i, 1), example.Targets.narrow(0, i, 1), example.Tangents))];

        Near(stack(parts.Select(part => part.Loss)).mean(), whole.Loss, "loss", Tolerance);
        Near(stack(parts.Select(part => part.Gradient)).mean([0]), whole.Gradient, "gradient", Tolerance);
        Near(stack(parts.Select(part => part.Products)).mean([0]), whole.Products, "products", Tolerance);
    }

    [Fact]
    public void Evaluate_WhereMemoryEnds_GoesOnWithHalfTheColumns()
    {
        using DisposeScope scope = NewDisposeScope();
        Example example = Draw("gpt of two layers", columns: 5);
        TangentEngine engine = new(example.Network) { Carries = columns => _ = columns > 2 ? throw TorchFault.OutOfMemory() : columns };

        CurvatureEvaluation found = engine.Evaluate(example.Weights, example.Tokens, example.Targets, example.Tangents);

        CurvatureEvaluation expected = new TangentEngine(example.Network).Evaluate(example.Weights, example.Tokens, example.Targets, example.Tangents);
        Near(example.Network, expected.Products[4], found.Products[4], "product", Tolerance);
    }

    [Fact]
    public void Evaluate_LeavesNoTensorBehind()
    {
        using DisposeScope scope = NewDisposeScope();
        Example example = Draw("gpt of two layers", columns: 3);
        Evaluate();
        long before = LiveTensors.Count;

        Evaluate();

        Assert.Equal(before, LiveTensors.Count);

        void Evaluate()
        {
            using DisposeScope inner = NewDisposeScope();
            new TangentEngine(example.Network, chunk: 2).Evaluate(example.Weights, example.Tokens, example.Targets, example.Tangents);
        }
    }

    private static ILayer[] Around(params ILayer[] layers) => [new Embedding(Vocabulary, Width, Context), .. layers, new Dense(Width, Vocabulary)];

    private static Network Make(string name) => name switch
    {
        "gpt of one layer" => NetworkFactory.Gpt(new(1, 3, Width, Context), Vocabulary),
        "gpt of two layers" => NetworkFactory.Gpt(new(2, 2, Width, Context), Vocabulary),
        _ => new Network(name, Stacks[name]()),
    };

    private static Example Draw(string name, int columns)
    {
        using Generator generator = new(7);
        Network network = Make(name);
        return new(
            network,
            randn([network.Layout.Count], ScalarType.Float64, generator: generator).mul_(0.5),
            randint(0, Vocabulary, [Batch, Context], ScalarType.Int64, generator: generator),
            randint(0, Vocabulary, [Batch, Context], ScalarType.Int64, generator: generator),
            randn([columns, network.Layout.Count], ScalarType.Float64, generator: generator));
    }

    /// <summary>Each parameter's share agrees; a share that is 0 but for rounding, to the rounding of the whole.</summary>
    private static void Near(Network network, Tensor expected, Tensor found, string what, double tolerance)
    {
        double rounding = 1e-13 * expected.norm().item<double>();
        for (int i = 0; i < network.Layout.Shapes.Length; i++)
        {
            Near(network.Layout.View(expected, i), network.Layout.View(found, i), $"{what} of {network.Layout.Names[i]}", tolerance, rounding);
        }
    }

    private static void Near(Tensor expected, Tensor found, string what, double tolerance, double rounding = 0)
    {
        double norm = expected.norm().item<double>();
        double error = (found - expected).norm().item<double>();
        Assert.True(error <= (tolerance * norm) + rounding, $"The {what} has relative error {error / norm:E2} (norm {norm:E2}).");
    }

    private sealed record Example(Network Network, Tensor Weights, Tensor Tokens, Tensor Targets, Tensor Tangents);
}
