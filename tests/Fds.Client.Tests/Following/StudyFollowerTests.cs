using Fds.Client.Following;
using Fds.Client.Streams;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Client.Tests.Following;

/// <summary>Following ends when nobody reads what is told.</summary>
public sealed class StudyFollowerTests
{
    [Fact]
    public async Task Follower_WhenNobodyReadsIt_EndsThoughTheStudyGoesOn()
    {
        // The study is told of without end: it runs, and its events never are the last.
        ScriptedStudy study = new([Samples.Event(1, StudyEventKind.Submitted)], [], StudyState.Running);
        using Recorder recorder = new();
        bool unread = false;
        List<StudyEvent> told = [];

        await Assert.ThrowsAsync<ReaderGoneException>(() => new StudyFollower(recorder.Terminal).Follow(
            study, happened => { told.Add(happened); unread = true; }, () => unread, TestContext.Current.CancellationToken));
        Assert.Single(told);
    }

    [Fact]
    public async Task Follower_WhenItIsInterrupted_IsNotTakenForUnread()
    {
        ScriptedStudy study = new([Samples.Event(1, StudyEventKind.Submitted)], [], StudyState.Running);
        using Recorder recorder = new();
        using CancellationTokenSource interruption = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new StudyFollower(recorder.Terminal).Follow(
            study, _ => interruption.Cancel(), () => false, interruption.Token));
    }
}
