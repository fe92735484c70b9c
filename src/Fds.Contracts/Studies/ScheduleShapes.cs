using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>What the shapes are.</summary>
/// <remarks>
/// The first five are PyTorch's ConstantLR, CosineAnnealingLR and LinearLR to 0, OneCycleLR with its defaults, and MultiStepLR; the last is that
/// of Hu et al. (2024).
/// </remarks>
public static class ScheduleShapes
{
    /// <summary>All shapes.</summary>
    public static ImmutableArray<ScheduleShape> All { get; } = [.. Enum.GetValues<ScheduleShape>()];

    /// <summary>Its name in study files, e.g. one-cycle.</summary>
    public static string Word(this ScheduleShape shape) => shape switch
    {
        ScheduleShape.OneCycle => "one-cycle",
        ScheduleShape.WarmupStableDecay => "warmup-stable-decay",
        _ => shape.ToString().ToLowerInvariant(),
    };

    /// <summary>The share of the peak at a part of the run, which is in [0, 1].</summary>
    public static double At(this ScheduleShape shape, double part) => shape switch
    {
        ScheduleShape.Constant => 1,
        ScheduleShape.Cosine => Cosine(part),
        ScheduleShape.Linear => 1 - part,
        ScheduleShape.OneCycle => part < 0.3 ? 0.04 + (0.96 * part / 0.3) : Cosine((part - 0.3) / 0.7),
        ScheduleShape.Step => part < 0.5 ? 1 : part < 0.75 ? 0.1 : 0.01,
        ScheduleShape.WarmupStableDecay => Math.Min(1, Math.Min(part / 0.1, (1 - part) / 0.2)),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, $"Expected one of {string.Join(", ", All)}."),
    };

    /// <summary>The share of the peak in each of so many windows: that at the window's middle.</summary>
    public static ImmutableArray<double> Over(this ScheduleShape shape, int windows) => [.. Enumerable.Range(0, windows).Select(window => shape.At((window + 0.5) / windows))];

    private static double Cosine(double part) => (1 + Math.Cos(Math.PI * part)) / 2;
}
