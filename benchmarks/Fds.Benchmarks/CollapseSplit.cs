using Fds.Core.Datasets;

namespace Fds.Benchmarks;

/// <summary>A data set and how much of it is held out.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Counts">Training images of each class, those held out among them.</param>
/// <param name="Held">Share that is held out.</param>
/// <param name="BatchSize">Examples per mini-batch.</param>
internal sealed record CollapseSplit(string Name, int[] Counts, double Held, int BatchSize)
{
    private const int Fresh = 1000;

    /// <summary>Ten classes alike, two as 95 to 5, two alike with ten held out, and with two.</summary>
    public static CollapseSplit[] All { get; } =
    [
        new("ten classes alike, 300 of 1000 held out", [.. Enumerable.Repeat(100, 10)], 0.3, 32),
        new("95 : 5, 100 of 400 held out", [380, 20], 0.25, 16),
        new("two classes alike, 10 of 100 held out", [50, 50], 0.1, 16),
        new("two classes alike, 2 of 100 held out", [50, 50], 0.02, 16),
    ];

    /// <summary>The data, with a thousand fresh images of the same shares as its test set.</summary>
    public ImageDataset Load() => FewDigits.Of(Counts, Fresh);
}
