using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>The product of two gradients or directions, by which greedy methods go.</summary>
internal static class GradientProduct
{
    /// <summary>a·b, both of shape [P].</summary>
    public static double Of(Tensor a, Tensor b)
    {
        using DisposeScope scope = NewDisposeScope();
        return (a * b).sum().to(ScalarType.Float64).item<double>();
    }
}
