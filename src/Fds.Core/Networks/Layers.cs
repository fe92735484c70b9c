using TorchSharp;

namespace Fds.Core.Networks;

/// <summary>The layers without parameters that the networks use.</summary>
internal static class Layers
{
    public static ILayer Rectifier { get; } = new Parameterless(x => x.relu());

    public static ILayer Flatten { get; } = new Parameterless(x => x.flatten(1));

    public static ILayer MaxPool(int size) => new Parameterless(x => torch.nn.functional.max_pool2d(x, size));

    public static ILayer AveragePool(int size) => new Parameterless(x => torch.nn.functional.avg_pool2d(x, size));
}
