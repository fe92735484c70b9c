using Fds.Core.Training;

namespace Fds.Core.Datasets.Glyphs;

/// <summary>
/// A data set that needs no file: distorted digits of 28 × 28 grey pixels, drawn from strokes. It stands where MNIST would, and is
/// as hard: a linear model stays below nine in ten or thereabouts, a small convolutional network passes 97 %.
/// </summary>
internal static class GlyphSet
{
    /// <summary>Default number of training images.</summary>
    public const int TrainingCount = 12_000;

    /// <summary>Default number of test images.</summary>
    public const int TestCount = 2_000;

    private const int Side = 28;
    private const ulong Seed = 20_07_07869;
    private const ulong TrainingStream = 1;
    private const ulong TestStream = 2;

    /// <summary>Mean and standard deviation of the default training images, rounded to four digits.</summary>
    public static Normalisation Normalisation { get; } = new([0.1148], [0.2452]);

    /// <summary>Draws the data set: always the same bytes, however many threads take part.</summary>
    public static ImageDataset Create(int trainingCount = TrainingCount, int testCount = TestCount) => new(
        "glyphs",
        Draw(trainingCount, TrainingStream),
        Draw(testCount, TestStream),
        GlyphStyles.Digits,
        Normalisation);

    /// <summary>Labels go round 0 … 9, so every prefix is balanced. Each image has a generator of its own, so their order of drawing is free.</summary>
    private static LabelledImages Draw(int count, ulong stream)
    {
        byte[] pixels = new byte[count * Side * Side];
        byte[] labels = new byte[count];
        Parallel.For(0, count, i =>
        {
            SplitMix64 random = SplitMix64.ForStream(Seed, stream, (ulong)i);
            labels[i] = (byte)(i % GlyphStyles.Digits);
            GlyphPainter.Paint(labels[i], ref random, Side, pixels.AsSpan(i * Side * Side, Side * Side));
        });
        return new LabelledImages(pixels, labels, count, 1, Side, Side);
    }
}
