using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Runtime;

/// <summary>
/// Arithmetic with numbers, the only one that may be used here (<c>BannedSymbols.Scalars.txt</c>): each number lives until libtorch has
/// read it.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 makes a number into a native scalar, also where it adds one tensor to another (the factor 1), and leaves it to a
/// finalizer, but does not keep the object alive while libtorch reads it. A garbage collection in that moment frees the scalar under
/// the call, which then fails, e.g. with "Unknown scalar type.". With four threads and a collector running all the time, one collection
/// in several hundred did so.
/// </remarks>
public static class HeldScalars
{
    private static readonly Scalar One = 1.ToScalar();
    private static readonly ConcurrentDictionary<double, Scalar> KeptNumbers = [];
    private static readonly ConcurrentDictionary<long, Scalar> KeptWholeNumbers = [];

    /// <summary>A number that is never freed. Use it for a few constants and sizes, not for values that keep changing.</summary>
    public static Scalar Kept(this double number) => KeptNumbers.GetOrAdd(number, value => value.ToScalar());

    /// <inheritdoc cref="Kept(double)"/>
    public static Scalar Kept(this long number) => KeptWholeNumbers.GetOrAdd(number, value => value.ToScalar());

    /// <inheritdoc cref="Kept(double)"/>
    public static Scalar Kept(this int number) => Kept((long)number);

    /// <summary>x + y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x ← x + y.</summary>
    public static Tensor Increase(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x ← x + factor · y.</summary>
    public static Tensor Increase(this Tensor x, Tensor y, double factor)
    {
        using Scalar held = factor.ToScalar();
        return x.add_(y, held);
    }

    /// <summary>x ← x + number.</summary>
    public static Tensor Increase(this Tensor x, double number)
    {
        using Scalar held = number.ToScalar();
        return x.add_(held, One);
    }

    /// <summary>x − number.</summary>
    public static Tensor Minus(this Tensor x, double number)
    {
        using Scalar held = number.ToScalar();
        return x.sub(held);
    }

    /// <summary>x ← factor · x.</summary>
    public static Tensor Scale(this Tensor x, double factor)
    {
        using Scalar held = factor.ToScalar();
        return x.mul_(held);
    }

    /// <summary>x ← x / divisor.</summary>
    public static Tensor Divide(this Tensor x, double divisor)
    {
        using Scalar held = divisor.ToScalar();
        return x.div_(held);
    }

    /// <summary>Every element of x to its nearest value in [−bound, bound].</summary>
    public static Tensor Bound(this Tensor x, double bound)
    {
        using Scalar low = (-bound).ToScalar();
        using Scalar high = bound.ToScalar();
        return x.clamp_(low, high);
    }

    /// <summary>Which elements of x are in [−bound, bound].</summary>
    public static Tensor IsWithin(this Tensor x, double bound)
    {
        using Scalar held = bound.ToScalar();
        using Tensor sizes = x.abs();
        return sizes.le(held);
    }

    /// <summary>
    /// x ← x where a condition that broadcasts to it holds, and 0 elsewhere. A product with 0 would not do, because it keeps values that
    /// are not finite.
    /// </summary>
    public static Tensor KeepWhere(this Tensor x, Tensor condition)
    {
        using Tensor elsewhere = condition.logical_not();
        return x.masked_fill_(elsewhere, 0.Kept());
    }

    /// <summary>x ← x + a · b, element by element.</summary>
    public static Tensor IncreaseByProduct(this Tensor x, Tensor a, Tensor b) => x.addcmul_(a, b, One);

    /// <summary>x ← x − a · b, element by element.</summary>
    public static Tensor DecreaseByProduct(this Tensor x, Tensor a, Tensor b)
    {
        using Scalar minus = (-1).ToScalar();
        return x.addcmul_(a, b, minus);
    }
}
