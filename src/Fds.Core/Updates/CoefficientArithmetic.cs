using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Updates;

/// <summary>Arithmetic of updates: x has shape [P] or [k, P].</summary>
internal static class CoefficientArithmetic
{
    /// <summary>x ← c · x.</summary>
    public static Tensor Scale(this Tensor x, Coefficient c) => c.PerWeight is { } each ? x.mul_(each) : x.Scale(c.Value);

    /// <summary>x ← x / c.</summary>
    public static Tensor Divide(this Tensor x, Coefficient c) => c.PerWeight is { } each ? x.div_(each) : x.Divide(c.Value);

    /// <summary>x ← x + c · y.</summary>
    public static Tensor Increase(this Tensor x, Tensor y, Coefficient c) => c.PerWeight is { } each ? x.IncreaseByProduct(y, each) : x.Increase(y, c.Value);

    /// <summary>x ← x − c · y.</summary>
    public static Tensor Decrease(this Tensor x, Tensor y, Coefficient c) => c.PerWeight is { } each ? x.DecreaseByProduct(y, each) : x.Increase(y, -c.Value);
}
