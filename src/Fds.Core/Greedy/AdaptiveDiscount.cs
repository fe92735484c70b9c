namespace Fds.Core.Greedy;

/// <summary>A discount that <see cref="MartheRule"/> adapts. It begins at 0, when there is nothing to discount.</summary>
/// <param name="Value">μ, in [0, 1].</param>
/// <param name="Sum">c: the sum of all earlier μ since one was 0.</param>
internal readonly record struct AdaptiveDiscount(double Value, double Sum);
