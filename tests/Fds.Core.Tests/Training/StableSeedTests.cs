using Fds.Core.Training;
using Xunit;

namespace Fds.Core.Tests.Training;

public sealed class StableSeedTests
{
    private static readonly string[] Purposes = ["split", "weights", "order", "augmentation"];

    /// <summary>The first eight bytes, little-endian, of SHA-256 of e.g. "fds/1/0/0/0/weights", from another implementation of it.</summary>
    [Theory]
    [InlineData(0, 0, 0, "weights", 13481316381637534035)]
    [InlineData(0, 0, 0, "order", 9645505863371340710)]
    [InlineData(1, 2, 3, "split", 15889003870571793824)]
    [InlineData(-7, 0, -1, "augmentation", 15489114319320919868)]
    public void Derive_InEveryVersion_GivesThePinnedSeeds(long studySeed, int replica, int outerStep, string purpose, ulong expected) =>
        Assert.Equal(expected, StableSeed.Derive(studySeed, replica, outerStep, purpose));

    [Fact]
    public void Derive_OfDifferentArguments_NeverGivesTheSameSeed()
    {
        ulong[] seeds =
        [
            .. from study in new long[] { 0, 1, 11, 111 }
               from replica in Enumerable.Range(0, 12)
               from outerStep in Enumerable.Range(-1, 13)
               from purpose in Purposes
               select StableSeed.Derive(study, replica, outerStep, purpose),
        ];

        Assert.Equal(4 * 12 * 13 * 4, seeds.Distinct().Count());
    }

    [Fact]
    public void RunSeeds_OfEachPurpose_MakeGeneratorsOfTheirOwn()
    {
        RunSeeds seeds = new(StudySeed: 5, Replica: 1, OuterStep: 2);
        using TorchSharp.torch.Generator split = seeds.NewSplit(), weights = seeds.NewWeights(), order = seeds.NewOrder(), augmentation = seeds.NewAugmentation();

        Assert.Equal(
            Purposes.Select(purpose => unchecked((long)StableSeed.Derive(5, 1, 2, purpose))),
            new[] { split, weights, order, augmentation }.Select(generator => generator.initial_seed()));
    }
}
