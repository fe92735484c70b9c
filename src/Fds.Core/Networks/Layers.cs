using Fds.Core.Networks.Traces;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>The layers without parameters that the networks use.</summary>
internal static class Layers
{
    public static ILayer Rectifier { get; } = new Parameterless(x => x.relu(), (x, _) => new RectifierTrace(x));

    /// <summary>x Φ(x) with Φ the normal distribution: the exact form, by the error function.</summary>
    /// <remarks>Hendrycks and Gimpel, Gaussian error linear units (2016).</remarks>
    public static ILayer Gelu { get; } = new Parameterless(x => nn.functional.gelu(x), (x, pass) => new GeluTrace(x, pass));

    public static ILayer Flatten { get; } = new Parameterless(x => x.flatten(1), (x, _) => new FlattenTrace(x));

    public static ILayer MaxPool(int size) => new Parameterless(x => nn.functional.max_pool2d(x, size), (x, _) => new MaxPoolTrace(x, size));

    public static ILayer AveragePool(int size) => Linear(x => nn.functional.avg_pool2d(x, size));

    /// <summary>The average of every channel, [.., 1, 1], whatever its height and width.</summary>
    public static ILayer AveragePool() => Linear(x => nn.functional.avg_pool2d(x, [x.shape[^2], x.shape[^1]]));

    private static Parameterless Linear(Func<Tensor, Tensor> map) => new(map, (x, _) => new LinearTrace(x, map));
}
