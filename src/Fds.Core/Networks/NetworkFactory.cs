using System.Globalization;

namespace Fds.Core.Networks;

/// <summary>Makes the built-in networks by name.</summary>
public static class NetworkFactory
{
    private const int MlpHidden = 64;

    /// <summary>
    /// A network for square images: <c>mlp</c>, <c>lenet</c>, <c>lenet-bn</c> (28 or 32 pixels) or <c>wrn-DEPTH-WIDEN</c> (32 pixels).
    /// </summary>
    /// <exception cref="FdsException">The name is unknown, or the network does not take images of that size.</exception>
    public static Network Create(string name, int channels, int size, int classes) => name switch
    {
        "mlp" => new(name, Mlp(channels * size * size, classes)),
        "lenet" => new(name, LeNet(channels, size, classes, normalise: false)),
        "lenet-bn" => new(name, LeNet(channels, size, classes, normalise: true)),
        _ when TryParseWide(name, out int depth, out int widen) => new(name, WideResNet(depth, widen, channels, size, classes)),
        _ => throw new FdsException($"Expected a network named mlp, lenet, lenet-bn or wrn-DEPTH-WIDEN with (DEPTH - 4) divisible by 6, but got '{name}'."),
    };

    /// <summary>Two hidden layers of 64 rectified units.</summary>
    private static IEnumerable<ILayer> Mlp(int inputs, int classes) =>
    [
        Layers.Flatten, new Dense(inputs, MlpHidden), Layers.Rectifier, new Dense(MlpHidden, MlpHidden), Layers.Rectifier, new Dense(MlpHidden, classes),
    ];

    /// <summary>6 and 16 kernels of 5×5, max-pooling, 120 and 84 units, as in the reference; optionally normalised after each convolution.</summary>
    /// <remarks>The reference rectifies before it pools: the largest value is the same, and so is every derivative, at four times the work.</remarks>
    private static IEnumerable<ILayer> LeNet(int channels, int size, int classes, bool normalise)
    {
        if (size is not (28 or 32))
        {
            throw new FdsException($"LeNet takes images of 28×28 or 32×32 pixels, but got {size}×{size}.");
        }

        int side = size == 32 ? 5 : 4;
        IEnumerable<ILayer> convolved(int inputs, int outputs) => normalise
            ? [new Convolution(inputs, outputs, kernel: 5, bias: true), new BatchNormalisation(outputs), Layers.MaxPool(2), Layers.Rectifier]
            : [new PooledConvolution(inputs, outputs, kernel: 5, pool: 2), Layers.Rectifier];
        return
        [
            .. convolved(channels, 6), .. convolved(6, 16),
            Layers.Flatten, new Dense(16 * side * side, 120), Layers.Rectifier, new Dense(120, 84), Layers.Rectifier, new Dense(84, classes),
        ];
    }

    private static IEnumerable<ILayer> WideResNet(int depth, int widen, int channels, int size, int classes)
    {
        if (size != 32)
        {
            throw new FdsException($"WideResNet takes images of 32×32 pixels, but got {size}×{size}.");
        }

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
        yield return Layers.AveragePool(8);
        yield return Layers.Flatten;
        yield return new Dense(widths[3], classes);
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
