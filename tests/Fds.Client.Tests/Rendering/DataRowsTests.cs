using Fds.Client.Rendering;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Client.Tests.Rendering;

public sealed class DataRowsTests
{
    [Fact]
    public void Rows_OfData_ShowShapeClassesAndWhatWasPassedOver()
    {
        DataSummary data = new()
        {
            Height = 28,
            Width = 36,
            Channels = 3,
            Classes = [Class("a", 40, 10), Class("b", 41, 0)],
            Turned = 2,
            PassedOver = [new() { Reason = "images deeper than a class folder", Count = 20, First = ["train/a/more/0.png", "train/a/more/1.png", "train/a/more/2.png"] }],
            Missing = [new() { Reason = "training files", Count = 1, First = ["data_batch_5.bin"] }],
            Bytes = 1,
        };

        Assert.Equal(
            [
                "images: 28 x 36 pixels (height x width), colour; 2 turned as their EXIF data say",
                "classes: 2 (training + test images): a 40 + 10, b 41 + 0",
                "no test images: classes (1): b",
                "passed over: images deeper than a class folder (20): train/a/more/0.png, train/a/more/1.png, train/a/more/2.png, …",
                "missing: training files (1): data_batch_5.bin",
            ],
            DataRows.Of(data).Select(row => string.Join(": ", row)));
    }

    [Fact]
    public void Rows_OfManyClasses_NameTheFirst()
    {
        DataSummary data = new() { Height = 1, Width = 1, Channels = 1, Classes = [.. Enumerable.Range(0, 256).Select(i => Class($"k{i}", 1, 1))], Bytes = 1 };

        Assert.Equal(
            ["images: 1 x 1 pixels (height x width), grey", $"classes: 256 (training + test images): {string.Join(", ", Enumerable.Range(0, 20).Select(i => $"k{i} 1 + 1"))}, …"],
            DataRows.Of(data).Select(row => string.Join(": ", row)));
    }

    /// <summary>What a loss is in belongs beside the data.</summary>
    [Fact]
    public void Rows_OfOtherData_ShowShapeAndTarget()
    {
        DataSummary table = new() { Height = 0, Width = 0, Channels = 0, Classes = [], Bytes = 1, Shape = [8], Training = 692, Test = 76, Target = new("price", 22.25, 10.5) };

        Assert.Equal(
            [
                "examples: 692 training + 76 test, each of shape [8]",
                "target: price, standardised: mean 22.25, standard deviation 10.5; a loss of L is a root mean squared error of 10.5·√L",
            ],
            DataRows.Of(table).Select(row => string.Join(": ", row)));
        Assert.Equal("real numbers as they are; losses are in the square of their unit", DataRows.Of(table with { Target = null }).Last()[1]);
        Assert.Equal(
            ["examples: 10 training + 2 test, each of shape [16], 65 different tokens"],
            DataRows.Of(table with { Shape = [16], Training = 10, Test = 2, Vocabulary = 65, ClassesOfTargets = 65 }).Select(row => string.Join(": ", row)));
        Assert.Equal("classes: 1 (training + test examples): a 3 + 1", string.Join(": ", DataRows.Of(table with { Classes = [Class("a", 3, 1)], ClassesOfTargets = 1 }).Last()));
    }

    [Fact]
    public void Rows_OfNothing_AreNone() => Assert.Empty(DataRows.Of(null));

    private static ClassCount Class(string name, int training, int test) => new() { Name = name, Training = training, Test = test };
}
