using Fds.Grains.Storage;
using Xunit;

namespace Fds.Grains.Tests.Storage;

/// <summary>Writes that a test ends one by one, on one thread as a grain's turns are.</summary>
public sealed class GroupCommitTests
{
    private readonly List<TaskCompletionSource> writes = [];
    private readonly GroupCommit commit;

    public GroupCommitTests() => commit = new(() =>
    {
        writes.Add(new());
        return writes[^1].Task;
    });

    [Fact]
    public void Save_WhileNothingIsWritten_WritesAtOnce()
    {
        Task saved = commit.Save();
        Assert.False(commit.IsIdle);
        writes[0].SetResult();

        Assert.True(saved.IsCompletedSuccessfully && commit.IsIdle);
        Assert.True(commit.Save() != saved && writes.Count == 2);
    }

    [Fact]
    public async Task Save_WhileAWriteIsUnderWay_SharesTheNextOneWithAllWhoCome()
    {
        Task first = commit.Save();
        Task second = commit.Save();
        Task third = commit.Save();
        Assert.Single(writes);
        Assert.Same(third, commit.Settled);

        // What the first write began with has none of their changes: they wait for one that begins later.
        writes[0].SetResult();
        await Reaches(() => writes.Count == 2);
        Assert.True(first.IsCompletedSuccessfully);
        Assert.False(second.IsCompleted || third.IsCompleted || commit.IsIdle);
        writes[1].SetResult();
        await Task.WhenAll(second, third).Reached("the shared write");

        Assert.Equal(2, writes.Count);
        Assert.True(commit.IsIdle);
    }

    [Fact]
    public async Task Save_WhileTheSharedWriteIsUnderWay_WaitsForAnother()
    {
        _ = commit.Save();
        Task second = commit.Save();
        writes[0].SetResult();
        await Reaches(() => writes.Count == 2);
        Task third = commit.Save();

        Assert.NotSame(second, third);
        writes[1].SetResult();
        await second.Reached("the second write");
        await Reaches(() => writes.Count == 3);
        Assert.False(third.IsCompleted);
        writes[2].SetResult();
        await third.Reached("the third write");
    }

    [Fact]
    public async Task Save_WhenTheSharedWriteFails_FailsForAllWhoWaitedForIt()
    {
        Task first = commit.Save();
        Task[] waiting = [commit.Save(), commit.Save(), commit.Settled];
        writes[0].SetResult();
        await Reaches(() => writes.Count == 2);
        writes[1].SetException(new IOException("the disk is full"));

        await first.Reached("the first write");
        foreach (Task waiter in waiting)
        {
            Assert.Equal("the disk is full", (await Assert.ThrowsAsync<IOException>(() => waiter)).Message);
        }
    }

    [Fact]
    public async Task Save_AfterAFailedWrite_IsTriedAndDecidesForItself()
    {
        Task first = commit.Save();
        Task second = commit.Save();
        writes[0].SetException(new IOException("the disk is full"));

        await Assert.ThrowsAsync<IOException>(() => first);
        await Reaches(() => writes.Count == 2);
        writes[1].SetResult();
        await second.Reached("the second write");
    }

    private static async Task Reaches(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Yield();
        }
    }
}
