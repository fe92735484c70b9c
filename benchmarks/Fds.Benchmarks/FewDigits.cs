using Fds.Core.Datasets;

namespace Fds.Benchmarks;

/// <summary>Data sets of some of the drawn digits, so many of each, with other examples of the same shares to test on.</summary>
internal static class FewDigits
{
    private static readonly Lazy<ImageDataset> All = new(() => (ImageDataset)DatasetLoader.Load("glyphs", null, null));

    /// <summary>The first so many training images of the digits 0, 1, …, and about so many of those that follow as test images.</summary>
    public static ImageDataset Of(int[] counts, int test)
    {
        double total = counts.Sum();
        int[] fresh = [.. counts.Select(count => (int)Math.Round(test * count / total))];
        LabelledImages images = All.Value.Training;
        int[][] places = [.. counts.Select((_, digit) => Enumerable.Range(0, images.Count).Where(i => images.Labels[i] == digit).ToArray())];
        return new(
            "few-digits",
            Pick(images, [.. places.SelectMany((of, digit) => of.Take(counts[digit])).Order()]),
            Pick(images, [.. places.SelectMany((of, digit) => of.Skip(counts[digit]).Take(fresh[digit])).Order()]),
            counts.Length,
            All.Value.Normalisation);
    }

    private static LabelledImages Pick(LabelledImages images, int[] places) => new(
        [.. places.SelectMany(i => images.Pixels[i].ToArray())],
        [.. places.Select(i => images.Labels[i])],
        places.Length,
        images.Channels,
        images.Height,
        images.Width);
}
