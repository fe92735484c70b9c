using System.Collections.Immutable;
using System.Globalization;
using Fds.Core.Datasets;
using Fds.Core.Losses;

namespace Fds.Core.Networks;

/// <summary>Makes the built-in networks by name.</summary>
public static class NetworkFactory
{
    private const string Mlp = "mlp";
    private static readonly ImmutableArray<int> MlpHidden = [64, 64];

    /// <summary>How many times a gpt's width its perceptrons have inside.</summary>
    private const int Expansion = 4;

    /// <summary>LeNet's two convolutions and poolings leave one row of so many.</summary>
    private const int LeastForLeNet = 16;

    /// <summary>WideResNet halves the rows twice.</summary>
    private const int LeastForWide = 4;

    /// <summary>
    /// A network for images of any height and width: <c>mlp</c>, <c>lenet</c>, <c>lenet-bn</c> (from 16 × 16 pixels) or <c>wrn-DEPTH-WIDEN</c> (from 4 × 4).
    /// </summary>
    /// <exception cref="FdsException">The name is unknown, the images are too small for the network, or it would have more than 2³¹ weights.</exception>
    public static Network Create(string name, int channels, int height, int width, int classes, Loss? loss = null) => Limited(
        new(name, Stack(name, channels, height, width, classes), channelsLast: TryParseWide(name, out _, out _)) { Loss = loss ?? Loss.CrossEntropy },
        $"images of {height} x {width} pixels in {channels} channels");

    /// <summary>A network for examples of a form: for images any of the above, for other real numbers <c>mlp</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="form">What it is given and what it has to say.</param>
    /// <param name="loss">What trains it.</param>
    /// <param name="hidden">Units of every hidden layer of mlp; empty: 64 and 64.</param>
    /// <exception cref="FdsException">As above, or the network takes no such examples.</exception>
    public static Network Create(string name, ExampleForm form, Loss loss, ImmutableArray<int> hidden = default)
    {
        bool isMlp = name == Mlp;
        if (form.Vocabulary is not null)
        {
            throw new FdsException($"the network takes real numbers, but the inputs are tokens. Use gpt for a text, or torchscript with a network that takes int64 of shape [B, {string.Join(", ", form.Input)}].");
        }

        if (form is { Classes: not null, Targets: > 1 })
        {
            throw new FdsException($"the network says one class for each example, but an example has {form.Targets}. Use torchscript with a network that says as many.");
        }

        if (!isMlp && !form.IsImage)
        {
            throw new FdsException($"the network takes images, but an input has the shape [{string.Join(", ", form.Input)}]. Use mlp, or torchscript.");
        }

        return isMlp
            ? Limited(new(hidden.IsDefaultOrEmpty ? Mlp : $"{Mlp} {string.Join('-', hidden)}", MlpStack(checked((int)form.InputLength), form.Outputs, hidden)) { Loss = loss }, $"{form.InputLength} inputs")
            : Create(name, (int)form.Input[0], (int)form.Input[1], (int)form.Input[2], form.Outputs, loss);
    }

    /// <summary>
    /// A decoder-only transformer for tokens [B, context], int64, whose logits are rows [B·context, vocabulary]: it normalises first, has the exact
    /// GELU, learned places and no dropout, and its head is a layer of its own with a bias, not the embedding once more.
    /// </summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="vocabulary">Kinds of tokens.</param>
    /// <exception cref="FdsException">The heads do not divide the width, or it would have more than 2³¹ weights.</exception>
    /// <remarks>Radford et al., Language models are unsupervised multitask learners (2019), section 2.3.</remarks>
    public static Network Gpt(GptShape shape, int vocabulary)
    {
        if (shape.Width % shape.Heads != 0)
        {
            throw new FdsException($"Expected a width that {shape.Heads} heads divide, but got {shape.Width}.");
        }

        Network network = new($"gpt of {shape.Layers} layers, {shape.Heads} heads, width {shape.Width}, context {shape.Context}", Transformer(shape, vocabulary));
        return network.Layout.Count <= int.MaxValue
            ? network
            : throw new FdsException($"The {network.Name} would have {network.Layout.Count} weights: at most {int.MaxValue} are possible. Use fewer layers, or a smaller width.");
    }

    private static IEnumerable<ILayer> Stack(string name, int channels, int height, int width, int classes) => name switch
    {
        Mlp => MlpStack(channels * height * width, classes, MlpHidden),
        "lenet" => LeNet(channels, height, width, classes, normalise: false),
        "lenet-bn" => LeNet(channels, height, width, classes, normalise: true),
        _ when TryParseWide(name, out int depth, out int widen) => WideResNet(depth, widen, channels, height, width, classes),
        _ => throw new FdsException($"Expected a network named mlp, lenet, lenet-bn or wrn-DEPTH-WIDEN with (DEPTH - 4) divisible by 6, but got '{name}'."),
    };

    /// <summary>Hidden layers of rectified units; where none are given, two of 64.</summary>
    private static IEnumerable<ILayer> MlpStack(int inputs, int outputs, ImmutableArray<int> hidden)
    {
        yield return Layers.Flatten;
        int last = inputs;
        foreach (int units in hidden.IsDefaultOrEmpty ? MlpHidden : hidden)
        {
            yield return new Dense(last, units);
            yield return Layers.Rectifier;
            last = units;
        }

        yield return new Dense(last, outputs);
    }

    private static Network Limited(Network network, string inputs) => network.Layout.Count <= int.MaxValue
        ? network
        : throw new FdsException($"The network {network.Name} would have {network.Layout.Count} weights for {inputs}: at most {int.MaxValue} are possible. Use smaller images, or a network with fewer weights for large ones: wrn-DEPTH-WIDEN.");

    /// <summary>6 and 16 kernels of 5×5, max-pooling, 120 and 84 units, as in the reference; optionally normalised after each convolution.</summary>
    /// <remarks>The reference rectifies before it pools: the largest value is the same, and so is every derivative, at four times the work.</remarks>
    private static IEnumerable<ILayer> LeNet(int channels, int height, int width, int classes, bool normalise)
    {
        RequireAtLeast("LeNet", LeastForLeNet, height, width);
        static int left(int side) => (((side - 4) / 2) - 4) / 2;
        IEnumerable<ILayer> convolved(int inputs, int outputs) => normalise
            ? [new Convolution(inputs, outputs, kernel: 5, bias: true), new BatchNormalisation(outputs), Layers.MaxPool(2), Layers.Rectifier]
            : [new Convolution(inputs, outputs, kernel: 5, bias: true), Layers.MaxPool(2), Layers.Rectifier];
        return
        [
            .. convolved(channels, 6), .. convolved(6, 16),
            Layers.Flatten, new Dense(16 * left(height) * left(width), 120), Layers.Rectifier, new Dense(120, 84), Layers.Rectifier, new Dense(84, classes),
        ];
    }

    private static IEnumerable<ILayer> WideResNet(int depth, int widen, int channels, int height, int width, int classes)
    {
        RequireAtLeast("WideResNet", LeastForWide, height, width);
        int[] widths = [16, 16 * widen, 32 * widen, 64 * widen];
        int blocks = (depth - 4) / 6;
        yield return new Convolution(channels, widths[0], kernel: 3, padding: 1);
        for (int group = 1; group <= 3; group++)
        {
            for (int block = 0; block < blocks; block++)
            {
                yield return new PreActivationBlock(block == 0 ? widths[group - 1] : widths[group], widths[group], stride: block == 0 && group > 1 ? 2 : 1);
            }
        }

        yield return new BatchNormalisation(widths[3]);
        yield return Layers.Rectifier;
        yield return Layers.AveragePool();
        yield return Layers.Flatten;
        yield return new Dense(widths[3], classes);
    }

    /// <summary>Layers that end a residual path are drawn smaller by √(2·layers), so that the sum of all paths has the scale of one, as in GPT-2.</summary>
    private static IEnumerable<ILayer> Transformer(GptShape shape, int vocabulary)
    {
        int width = shape.Width;
        double ofResiduals = 1 / Math.Sqrt(2.0 * shape.Layers);
        yield return new Embedding(vocabulary, width, shape.Context);
        for (int block = 1; block <= shape.Layers; block++)
        {
            yield return new ResidualBlock(
                new LayerNormalisation(width, $"block{block}.norm1"),
                new Dense(width, 3 * width, $"block{block}.attention.qkv"),
                new CausalAttention(width, shape.Heads, shape.Context),
                new Dense(width, width, $"block{block}.attention.out", ofResiduals));
            yield return new ResidualBlock(
                new LayerNormalisation(width, $"block{block}.norm2"),
                new Dense(width, Expansion * width, $"block{block}.mlp.up"),
                Layers.Gelu,
                new Dense(Expansion * width, width, $"block{block}.mlp.down", ofResiduals));
        }

        yield return new LayerNormalisation(width, "norm");
        yield return new Dense(width, vocabulary, "head");
    }

    private static void RequireAtLeast(string network, int side, int height, int width)
    {
        if (Math.Min(height, width) < side)
        {
            throw new FdsException($"{network} takes images of at least {side}×{side} pixels, but these have {height}×{width} (height × width).");
        }
    }

    private static bool TryParseWide(string name, out int depth, out int widen)
    {
        depth = widen = 0;
        string[] parts = name.Split('-');
        return parts is ["wrn", _, _]
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out depth)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out widen)
            && depth >= 10 && (depth - 4) % 6 == 0 && widen >= 1;
    }
}
