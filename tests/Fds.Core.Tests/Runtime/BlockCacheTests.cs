using Fds.Core.Runtime;
using Xunit;

namespace Fds.Core.Tests.Runtime;

public sealed class BlockCacheTests
{
    private const nuint Megabyte = 1 << 20;
    private const long Slack = 4 << 20;
    private readonly Dictionary<nint, nuint> taken = [];
    private nint next = 64;
    private long limit = long.MaxValue;
    private readonly BlockCache cache;

    public BlockCacheTests() => cache = new(Take, Release, Slack);

    private long Held => taken.Values.Sum(size => (long)size);

    [Fact]
    public void Rent_OfASizeThatWasGivenBack_HandsOutTheSameBlock()
    {
        nint block = cache.Rent(Megabyte);
        Assert.True(cache.Return(block));

        Assert.Equal(block, cache.Rent(Megabyte));
        Assert.Single(taken);
    }

    [Fact]
    public void Rent_WhereAnotherSizeIsKept_TakesANewBlock()
    {
        nint block = cache.Rent(Megabyte);
        cache.Return(block);

        Assert.NotEqual(block, cache.Rent(2 * Megabyte));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1_048_576, 1_048_576)]
    [InlineData(1_048_577, 1_048_576 + 131_072)]
    [InlineData(2_097_151, 2_097_152)]
    public void Rent_OfAnySize_TakesAtMostAnEighthMore(int bytes, int expected)
    {
        cache.Rent((nuint)bytes);

        Assert.Equal((nuint)expected, taken.Values.Single());
    }

    [Fact]
    public void Return_OfABlockFromElsewhere_IsRefused() => Assert.False(cache.Return(12345));

    [Fact]
    public void Return_Twice_IsRefused()
    {
        nint block = cache.Rent(Megabyte);

        Assert.True(cache.Return(block));
        Assert.False(cache.Return(block));
    }

    [Fact]
    public void Rent_OfEverNewSizes_HoldsLittleMoreThanWasEverInUse()
    {
        for (nuint megabytes = 1; megabytes <= 64; megabytes++)
        {
            nint block = cache.Rent(megabytes * Megabyte);
            cache.Return(block);

            Assert.True(Held <= cache.MostInUse + Slack, $"{Held} bytes are held after {cache.MostInUse} in use at most.");
            Assert.Equal(Held, cache.BytesInUse + cache.BytesKept);
        }
    }

    [Fact]
    public void Rent_WhereRoomMustBeMade_GivesBackWhatWasNotUsedForTheLongestTime()
    {
        nint old = cache.Rent(4 * Megabyte);
        nint young = cache.Rent(3 * Megabyte);
        cache.Return(old);
        cache.Return(young);

        cache.Rent(6 * Megabyte);

        Assert.DoesNotContain(old, taken.Keys);
        Assert.Contains(young, taken.Keys);
    }

    [Fact]
    public void Rent_WhereTheSystemHasNoMore_GivesBackAllThatIsKeptFirst()
    {
        cache.Return(cache.Rent(3 * Megabyte));
        limit = 4 << 20;

        Assert.NotEqual(0, cache.Rent(2 * Megabyte));
        Assert.Equal(0, cache.Rent(8 * Megabyte));
    }

    [Fact]
    public void Trim_GivesBackAllThatIsKept_AndNothingThatIsInUse()
    {
        nint used = cache.Rent(Megabyte);
        cache.Return(cache.Rent(2 * Megabyte));

        cache.Trim();

        Assert.Equal([used], taken.Keys);
        Assert.Equal(0, cache.BytesKept);
        Assert.Equal(1 << 20, cache.BytesInUse);
    }

    [Fact]
    public void RentAndReturn_OnManyThreads_NeverHandOutABlockTwice()
    {
        HashSet<nint> inUse = [];
        Lock guard = new();
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 500; i++)
            {
                nint block = cache.Rent((nuint)(1 + ((thread + i) % 5)) * Megabyte);
                lock (guard)
                {
                    Assert.True(inUse.Add(block));
                }

                lock (guard)
                {
                    inUse.Remove(block);
                }

                Assert.True(cache.Return(block));
            }
        });

        Assert.Equal(0, cache.BytesInUse);
        Assert.Equal(Held, cache.BytesKept);
    }

    private nint Take(nuint bytes)
    {
        if (Held + (long)bytes > limit)
        {
            return 0;
        }

        next += 64;
        taken.Add(next, bytes);
        return next;
    }

    private void Release(nint block, nuint bytes)
    {
        Assert.Equal(taken[block], bytes);
        taken.Remove(block);
    }
}
