using System.Runtime.CompilerServices;
using System.Text.Json;
using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Networks.Gpt;

/// <summary>The transformer: its sizes, names and first weights, what each token sees, and PyTorch's own figures.</summary>
public sealed class GptTests
{
    private const int Examples = 3;

    public GptTests() => TorchTests.Prepare();

    /// <summary>Two tables, 12 w² + 13 w for each block, a normalisation and a head.</summary>
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 4, 64, 64, 65)]
    [InlineData(4, 4, 64, 64, 65)]
    [InlineData(12, 12, 768, 1024, 50_257)]
    public void Network_HasAsManyParametersAsTheFormulaSays(int layers, int heads, int width, int context, int vocabulary)
    {
        long expected = ((long)(vocabulary + context) * width) + (layers * ((12L * width * width) + (13L * width))) + (2L * width) + ((width + 1L) * vocabulary);

        Assert.Equal(expected, NetworkFactory.Gpt(new(layers, heads, width, context), vocabulary).Layout.Count);
    }

    [Fact]
    public void Names_SayWhatEveryParameterIs() => Assert.Equal(
        [
            "embedding.weight", "positions.weight",
            "block1.norm1.weight", "block1.norm1.bias", "block1.attention.qkv.weight", "block1.attention.qkv.bias", "block1.attention.out.weight", "block1.attention.out.bias",
            "block1.norm2.weight", "block1.norm2.bias", "block1.mlp.up.weight", "block1.mlp.up.bias", "block1.mlp.down.weight", "block1.mlp.down.bias",
            "norm.weight", "norm.bias", "head.weight", "head.bias",
        ],
        NetworkFactory.Gpt(new(1, 2, 4, 3), 5).Layout.Names);

    [Fact]
    public void Statistics_OfANetworkWithoutBatchNormalisation_AreNone()
    {
        using NormalisationStatistics statistics = new(NetworkFactory.Gpt(new(1, 2, 4, 3), 5), ScalarType.Float32, CPU);

        Assert.Empty(statistics.Capture());
    }

    /// <summary>Of twelve tokens each in turn is changed.</summary>
    [Fact]
    public void Logits_OfAToken_DependOnItAndThoseBeforeItAlone()
    {
        const int Context = 12;
        using DisposeScope scope = NewDisposeScope();
        Network network = NetworkFactory.Gpt(new(2, 2, 8, Context), 7);
        Tensor weights = Wave(network.Layout.Count);
        Tensor tokens = arange(2 * Context, ScalarType.Int64).remainder(7).view(2, Context);
        Tensor before = network.Forward(weights, tokens).view(2, Context, 7);
        for (int changed = 0; changed < Context; changed++)
        {
            Tensor others = tokens.clone();
            others[0, changed] = (others[0, changed] + 3).remainder(7);
            Tensor difference = (network.Forward(weights, others).view(2, Context, 7) - before).abs().amax(2);

            Assert.True(difference[1].max().item<double>() <= 1e-14, "Another example changes nothing.");
            for (int token = 0; token < Context; token++)
            {
                Assert.Equal(token >= changed, difference[0, token].item<double>() > 1e-14);
            }
        }
    }

    [Fact]
    public void Forward_InTrainingAndInEvaluation_IsTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = NetworkFactory.Gpt(new(2, 2, 8, 4), 7);
        using NormalisationStatistics statistics = new(network, ScalarType.Float64, CPU);
        Tensor weights = Wave(network.Layout.Count);
        Tensor tokens = arange(8, ScalarType.Int64).remainder(7).view(2, 4);

        Tensor training = network.Forward(weights, tokens, statistics, training: true);

        Assert.Equal([8, 7], training.shape);
        Assert.True(training.eq(network.Forward(weights, tokens, statistics, training: false)).all().item<bool>());
    }

    [Fact]
    public void Gpt_WhoseHeadsDoNotDivideItsWidth_IsRefused() =>
        Assert.Equal("Expected a width that 3 heads divide, but got 8.", Assert.Throws<FdsException>(() => NetworkFactory.Gpt(new(1, 3, 8, 4), 5)).Message);

    [Fact]
    public void Gpt_WithTooManyWeights_IsRefused() =>
        Assert.StartsWith(
            "The gpt of 100 layers, 1 heads, width 10000, context 1 would have 120013130005 weights: at most 2147483647 are possible.",
            Assert.Throws<FdsException>(() => NetworkFactory.Gpt(new(100, 1, 10_000, 1), 5)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Input_ThatIsNoTokensOfTheContext_IsRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = NetworkFactory.Gpt(new(1, 2, 4, 3), 5);
        Tensor weights = zeros(network.Layout.Count);

        Assert.Equal("A gpt of context 3 takes tokens, Int64 of shape [B, 3], but got Float32 of shape [2, 1, 28, 28].", Assert.Throws<FdsException>(() => network.Forward(weights, zeros(2, 1, 28, 28))).Message);
        Assert.Equal("A gpt of context 3 takes tokens, Int64 of shape [B, 3], but got Int64 of shape [2, 4].", Assert.Throws<FdsException>(() => network.Forward(weights, zeros([2, 4], ScalarType.Int64))).Message);
    }

    /// <summary>With 16,384 and 65,536 weights the deviation has a standard error of 0.55 and 0.28 %; bounds are five of those.</summary>
    [Fact]
    public void Draw_Normal_HasGpt2sDeviationsAndTheEndsOfResidualPathsAreSmaller()
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = NetworkFactory.Gpt(new(2, 2, 128, 128), 128);
        using Generator generator = new(3, CPU);
        Tensor weights = WeightInitialiser.Draw(network.Layout, WeightScheme.Normal, 0.02, generator, ScalarType.Float64, CPU);
        for (int i = 0; i < network.Layout.Names.Length; i++)
        {
            string name = network.Layout.Names[i];
            Tensor values = network.Layout.View(weights, i);
            bool ends = name.EndsWith("out.weight", StringComparison.Ordinal) || name.EndsWith("down.weight", StringComparison.Ordinal);
            if (values.dim() == 2)
            {
                Assert.InRange(values.std().item<double>() / (ends ? 0.01 : 0.02), 1 - (5 * 0.0055), 1 + (5 * 0.0055));
            }
            else
            {
                Assert.Equal(full_like(values, name.Contains("norm", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0), values);
            }
        }
    }

    /// <summary>PyTorch draws tables with a deviation of 1, and Glorot and He count a table as a matrix.</summary>
    [Theory]
    [InlineData(WeightScheme.Default, 1)]
    [InlineData(WeightScheme.Xavier, 0.08838834764831845)]
    [InlineData(WeightScheme.Kaiming, 0.08838834764831845)]
    public void Draw_OfATable_HasPyTorchsDeviation(WeightScheme scheme, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = NetworkFactory.Gpt(new(1, 2, 128, 128), 128);
        using Generator generator = new(3, CPU);

        Tensor table = network.Layout.View(WeightInitialiser.Draw(network.Layout, scheme, 1, generator, ScalarType.Float64, CPU), 0);

        Assert.InRange(table.std().item<double>() / expected, 1 - (5 * 0.0055), 1 + (5 * 0.0055));
    }

    [Theory]
    [InlineData(1, 1, 4, 3, 5)]
    [InlineData(2, 2, 8, 5, 7)]
    [InlineData(3, 4, 12, 8, 6)]
    public void Network_WithTheSameWeights_HasPyTorchsLogitsGradientAndProduct(int layers, int heads, int width, int context, int vocabulary)
    {
        using DisposeScope scope = NewDisposeScope();
        PythonRun run = PythonRun.Of(Folder(), ["gpt.py", .. new[] { layers, heads, width, context, vocabulary }.Select(size => $"{size}")]);
        if (run.Missing is { } missing)
        {
            Assert.Skip(missing);
        }

        Assert.Null(run.Fault);
        using JsonDocument said = JsonDocument.Parse(run.Output);
        Network network = NetworkFactory.Gpt(new(layers, heads, width, context), vocabulary);
        Tensor weights = Wave(network.Layout.Count);
        Tensor places = arange(Examples * context, ScalarType.Int64).view(Examples, context);
        Tensor tokens = (places * 5).remainder(vocabulary);

        CurvatureEvaluation found = new TangentEngine(network).Evaluate(weights, tokens, (places * 3).remainder(vocabulary), arange(network.Layout.Count, ScalarType.Float64).cos().unsqueeze(0));

        Same(said.RootElement.GetProperty("logits"), network.Forward(weights, tokens));
        Assert.Equal(said.RootElement.GetProperty("loss").GetDouble(), found.Loss.item<double>(), 1e-12);
        Same(said.RootElement.GetProperty("gradient"), found.Gradient);
        Same(said.RootElement.GetProperty("product"), found.Products);
    }

    private static Tensor Wave(long count) => arange(count, ScalarType.Float64).mul(0.37).sin().mul(0.3);

    private static void Same(JsonElement said, Tensor found)
    {
        double[] expected = [.. said.EnumerateArray().Select(value => value.GetDouble())];
        double[] values = found.reshape(-1).data<double>().ToArray();
        double largest = expected.Max(Math.Abs);

        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-10 * Math.Max(1, largest)));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
