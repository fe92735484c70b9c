using System.Security.Cryptography;
using Fds.Core.Datasets;
using Fds.Core.Datasets.Glyphs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Fds.Core.Tests.Datasets.Glyphs;

public sealed class GlyphSetTests
{
    [Fact]
    public void Create_WhenALinearModelIsTrained_IsLearnedOnlyInPart()
    {
        using var model = Sequential(Flatten(), Linear(28 * 28, 10));

        double accuracy = new GlyphTrainer(LearningRate: 0.01, Momentum: 0.9, BatchSize: 128, Epochs: 10, Seed: 1).TestAccuracy(ImageSets.Load("glyphs", null, null), model);

        TestContext.Current.SendDiagnosticMessage($"linear {accuracy:P1}");
        Assert.True(accuracy is >= 0.85 and <= 0.92, $"A linear softmax model reached {accuracy:P2} on glyphs; expected 85 to 92 %.");
    }

    [Fact]
    public void Create_WhenLeNetIsTrained_IsLearnedAlmostWholly()
    {
        using var model = Sequential(
            Conv2d(1, 6, 5, padding: 2), ReLU(), MaxPool2d(2),
            Conv2d(6, 16, 5), ReLU(), MaxPool2d(2),
            Flatten(), Linear(400, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 10));

        double accuracy = new GlyphTrainer(LearningRate: 0.05, Momentum: 0.9, BatchSize: 128, Epochs: 5, Seed: 1).TestAccuracy(ImageSets.Load("glyphs", null, null), model);

        TestContext.Current.SendDiagnosticMessage($"LeNet {accuracy:P1}");
        Assert.True(accuracy >= 0.97, $"LeNet reached {accuracy:P2} on glyphs; expected 97 % or more.");
    }

    [Fact]
    public void Create_WhenDrawnTwice_HasTheBytesItAlwaysHad()
    {
        ImageDataset first = GlyphSet.Create();
        ImageDataset second = GlyphSet.Create();

        Assert.Equal(first.Training.Pixels.ToArray(), second.Training.Pixels.ToArray());
        Assert.Equal("7f184da966b445d83cd8ceb08417acc535c4d66dbe0c6593df95adc210adde29", Hash(first.Training));
        Assert.Equal("3ca889d068fdf4341a1b302d901968cde6a1d808209d034f3d1765a398b4a71d", Hash(first.Test));
    }

    [Fact]
    public void Create_WhenFewerImagesAreAskedFor_DrawsTheFirstOfTheMany()
    {
        ImageDataset few = GlyphSet.Create(30, 20);

        Assert.Equal(GlyphSet.Create(60, 20).Training.Pixels.ToArray()[..(int)few.Training.Pixels.Length], few.Training.Pixels.ToArray());
        Assert.NotEqual(few.Training.Pixels.ToArray()[..(int)few.Test.Pixels.Length], few.Test.Pixels.ToArray());
    }

    [Fact]
    public void Create_ByDefault_IsBalancedAndShapedAsMnist()
    {
        ImageDataset glyphs = ImageSets.Load("glyphs", null, null);

        Assert.Equal((12_000, 2_000, 10), (glyphs.Training.Count, glyphs.Test.Count, glyphs.Classes));
        Assert.Equal((1, 28, 28), (glyphs.Training.Channels, glyphs.Training.Height, glyphs.Training.Width));
        Assert.All(glyphs.Training.Labels.CountBy(label => label), often => Assert.Equal(1_200, often.Value));
    }

    [Fact]
    public void Normalisation_ComparedWithTheTrainingPixels_IsTheirsToFourDigits()
    {
        Normalisation measured = Normalisation.Of(GlyphSet.Create().Training);

        Assert.Equal(measured.Mean[0], GlyphSet.Normalisation.Mean[0], 0.5e-4);
        Assert.Equal(measured.StandardDeviation[0], GlyphSet.Normalisation.StandardDeviation[0], 0.5e-4);
    }

    private static string Hash(LabelledImages images) => Convert.ToHexStringLower(SHA256.HashData([.. images.Pixels.ToArray(), .. images.Labels]));
}
