using Fds.Core.Tests.Datasets;
using Fds.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

public sealed class EpochBatchesTests
{
    private const int BatchSize = 4;
    private static readonly RunSeeds Seeds = new(3, 0, 0);

    public EpochBatchesTests() => TorchTests.Prepare();

    [Fact]
    public void Batches_OfAnEpoch_TakeNoExampleTwiceAndDropTheIncompleteLast()
    {
        int[] examples = [.. Enumerable.Range(0, 23).Select(i => 2 * i)];

        int[][] batches = Draw(examples, steps: 15, Seeds);

        Assert.All(batches, batch => Assert.Equal(BatchSize, batch.Length));
        foreach (int[][] epoch in batches.Chunk(5))
        {
            int[] seen = [.. epoch.SelectMany(batch => batch)];
            Assert.Equal(20, seen.Distinct().Count());
            Assert.Subset(examples.ToHashSet(), seen.ToHashSet());
        }
    }

    [Fact]
    public void Batches_WhereTheyDivideTheExamples_CoverEachOncePerEpochInANewOrder()
    {
        int[] examples = [.. Enumerable.Range(10, 20)];

        int[][] epochs = [.. Draw(examples, steps: 15, Seeds).Chunk(5).Select(epoch => epoch.SelectMany(batch => batch).ToArray())];

        Assert.All(epochs, epoch => Assert.Equal(examples, epoch.Order()));
        Assert.Equal(3, epochs.Select(epoch => string.Join(',', epoch)).Distinct().Count());
    }

    [Fact]
    public void Batches_OfTheSameSeeds_AreTheSame()
    {
        int[] examples = [.. Enumerable.Range(0, 20)];

        Assert.Equal(Draw(examples, 10, Seeds), Draw(examples, 10, Seeds));
        Assert.NotEqual(Draw(examples, 10, Seeds), Draw(examples, 10, Seeds with { Replica = 1 }));
        Assert.NotEqual(Draw(examples, 10, Seeds), Draw(examples, 10, Seeds with { OuterStep = 1 }));
    }

    [Fact]
    public void Batches_Labels_AreThoseOfTheirImages()
    {
        using DisposeScope scope = NewDisposeScope();
        using DeviceData data = NumberedImages.Load(40);
        using EpochBatches batches = new(NumberedImages.Setting(data, BatchSize), arange(40, ScalarType.Int64), Seeds);

        (Tensor images, Tensor labels) = batches.Next(0);

        Assert.Equal(NumberedImages.Numbers(images).Select(number => (long)(number % 10)), labels.data<long>());
    }

    [Fact]
    public void Batches_OverSeveralEpochs_LeaveNoTensorBehind()
    {
        using DeviceData data = NumberedImages.Load(10);

        LiveTensors.AssertUnchanged(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            using EpochBatches batches = new(NumberedImages.Setting(data, BatchSize), arange(10, ScalarType.Int64), Seeds);
            for (int step = 0; step < 5; step++)
            {
                batches.Next(step);
            }
        });
    }

    private static int[][] Draw(int[] examples, int steps, RunSeeds seeds)
    {
        using DisposeScope scope = NewDisposeScope();
        using DeviceData data = NumberedImages.Load(50);
        using EpochBatches batches = new(NumberedImages.Setting(data, BatchSize), tensor(examples.Select(i => (long)i).ToArray()), seeds);
        return [.. Enumerable.Range(0, steps).Select(step => NumberedImages.Numbers(batches.Next(step).Images))];
    }
}
