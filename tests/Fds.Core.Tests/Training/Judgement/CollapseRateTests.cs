using Fds.Core.Datasets;
using Fds.Core.Datasets.Glyphs;
using Fds.Core.Networks;
using Fds.Core.Training;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training.Judgement;

/// <summary>Who is said to have collapsed, on splits where accuracies say little: many runs of small networks. The benchmark collapse has the figures over more of them.</summary>
public sealed class CollapseRateTests
{
    private const int Runs = 12;

    public CollapseRateTests() => TorchTests.Prepare();

    /// <summary>Two digits, and how many of them are held out: alike, 95 to 5, ten, two.</summary>
    public static TheoryData<int, int, double> Splits() => new() { { 100, 100, 0.3 }, { 190, 10, 0.25 }, { 50, 50, 0.1 }, { 50, 50, 0.02 } };

    [Theory]
    [MemberData(nameof(Splits))]
    public void Runs_ThatLearn_AllCount(int first, int second, double heldOut)
    {
        using DeviceData data = new(Digits(first, second), CPU);

        Assert.All(Endings(Setting(data, heldOut, 40), learningRate: 0.02), ending => Assert.Equal(RunEnding.Completed, ending));
        Assert.All(Endings(Setting(data, heldOut, 6), learningRate: 0.02), ending => Assert.Equal(RunEnding.Completed, ending));
    }

    [Theory]
    [InlineData(100, 100, 0.3)]
    [InlineData(190, 10, 0.25)]
    public void Runs_ThatAreWrecked_DoNotCount(int first, int second, double heldOut)
    {
        using DeviceData data = new(Digits(first, second), CPU);
        RunEnding[] endings = Endings(Setting(data, heldOut, 40), learningRate: 30);

        Assert.True(endings.Count(ending => ending == RunEnding.Completed) <= 2, string.Join(' ', endings));
        Assert.Contains(RunEnding.Collapsed, endings);
    }

    /// <summary>No image tells one class from the other, and all that can be learned are the shares.</summary>
    [Fact]
    public void Runs_OverImagesThatAreAllTheSame_AllCount()
    {
        ImageDataset digits = Digits(50, 50);
        using DeviceData data = new(digits with { Training = digits.Training with { Pixels = new([.. Enumerable.Repeat((byte)128, (int)digits.Training.Pixels.Length)], digits.Training.ImageLength) } }, CPU);

        Assert.All(Endings(Setting(data, 0.1, 40), learningRate: 0.02), ending => Assert.Equal(RunEnding.Completed, ending));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void Runs_OverImagesOfOneClass_AllCount(int classes)
    {
        using DeviceData data = new(Digits(60, 0) with { Classes = classes }, CPU);

        Assert.All(Endings(Setting(data, 0.1, 40), learningRate: 0.02), ending => Assert.Equal(RunEnding.Completed, ending));
    }

    private static RunEnding[] Endings(TrainingSetting setting, double learningRate) =>
    [
        .. Enumerable.Range(0, Runs).Select(seed => HypergradientRun.Execute(
            setting, GlyphStudy.Constant(learningRate), _ => false, new(seed, 0, 0), cancellationToken: TestContext.Current.CancellationToken).Ending),
    ];

    private static TrainingSetting Setting(DeviceData data, double heldOut, int steps) => new()
    {
        Network = NetworkFactory.Create("mlp", 1, 28, 28, data.Dataset.Form.Outputs),
        Data = data,
        BatchSize = 16,
        Horizon = Horizon.OfSteps(steps),
        ValidationFraction = heldOut,
        WeightScheme = WeightScheme.Kaiming,
    };

    private static ImageDataset Digits(int first, int second)
    {
        ImageDataset glyphs = GlyphSet.Create(trainingCount: 10 * Math.Max(first, second), testCount: 10);
        LabelledImages images = glyphs.Training;
        int[] places = [.. Places(images, 0).Take(first), .. Places(images, 1).Take(second)];
        LabelledImages picked = new(
            [.. places.SelectMany(i => images.Pixels[i].ToArray())], [.. places.Select(i => images.Labels[i])], places.Length, 1, images.Height, images.Width);
        return glyphs with { Training = picked, Test = picked, Classes = 2 };
    }

    private static IEnumerable<int> Places(LabelledImages images, int label) => Enumerable.Range(0, images.Count).Where(i => images.Labels[i] == label);
}
