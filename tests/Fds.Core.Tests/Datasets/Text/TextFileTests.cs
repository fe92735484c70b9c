using System.Text;
using Fds.Core.Datasets;
using Fds.Core.Datasets.Text;
using Fds.Core.Training;

using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Datasets.Text;

public sealed class TextFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TextFileTests() => TorchTests.Prepare();

    public void Dispose() => folder.Dispose();

    /// <summary>Twenty characters: sixteen to train on make five blocks of three, four to test on make one.</summary>
    [Fact]
    public void Load_OfAText_CutsBlocksWhoseTargetsAreOnePositionOn()
    {
        using DisposeScope scope = NewDisposeScope();
        TextDataset read = Load("abcdefghijklmnopqrst", 3, 0.2);
        using DeviceData data = new(read, CPU);

        Assert.Equal((5, 1, 20), (read.TrainingCount, read.TestCount, read.Vocabulary.Length));
        Assert.Equal((20, 20, 3), (read.Form.Vocabulary!.Value, read.Form.Classes!.Value, read.Form.Targets));
        Tensor indices = tensor(new long[] { 4, 1 });
        Assert.Equal([12L, 13, 14, 3, 4, 5], data.Training.Inputs(indices, ScalarType.Float32).data<long>());
        Assert.Equal([13L, 14, 15, 4, 5, 6], data.Training.TargetsAt(indices).data<long>());
        Assert.Equal([16L, 17, 18], data.Test.Inputs(tensor(new long[] { 0 }), ScalarType.Float64).data<long>());
        Assert.Equal([17L, 18, 19], data.Test.TargetsAt(tensor(new long[] { 0 })).data<long>());
    }

    [Fact]
    public void Load_OfCharactersBeyondOneUnit_CountsThemOnce()
    {
        TextDataset read = Load("aé😀aé😀aé😀aé😀", 2, 0.3);

        Assert.Equal(["a", "é", "😀"], read.Vocabulary);
    }

    [Fact]
    public void Load_OfTooShortAText_SaysHowLongItMustBe() => Assert.Contains(
        "at least 9 characters, one block and its last target, in the training text and in the test text, but found 16 and 4 (data.testFraction is 0.2)",
        Assert.Throws<DatasetException>(() => Load("abcdefghijklmnopqrst", 8, 0.2)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_OfShakespeare_HasSixtyFiveCharacters()
    {
        if (Fds.Testing.SharedFolder.Data is not { } shared || !File.Exists(Path.Combine(shared, "text", "tinyshakespeare.txt")))
        {
            Assert.Skip("The text is not at hand.");
            return;
        }

        TextDataset read = (TextDataset)DatasetLoader.Load("text", "text/tinyshakespeare.txt", shared, options: new() { Block = 64 });

        Assert.Equal((65, 15685, 1742), (read.Vocabulary.Length, read.TrainingCount, read.TestCount));
    }

    private TextDataset Load(string text, int block, double testFraction) =>
        (TextDataset)DatasetLoader.Load("text", folder.Write("set.txt", Encoding.UTF8.GetBytes(text)), null, options: new() { Block = block, TestFraction = testFraction });
}
