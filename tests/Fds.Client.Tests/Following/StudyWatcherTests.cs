using Fds.Client.Following;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Client.Tests.Following;

/// <summary>Following a study over broken connections.</summary>
public sealed class StudyWatcherTests
{
    [Fact]
    public async Task Watcher_WhenTheEnumerationBreaks_GoesOnWithoutGapOrRepeat()
    {
        StudyEvent[] events = Events(9, endedAt: 9);
        ScriptedStudy study = new(events, [3, 7], StudyState.Succeeded);

        Assert.Equal(events, await Collect(study));
        Assert.Equal([0, 3, 7, 9], study.AskedAfter);
    }

    [Fact]
    public async Task Watcher_WhenTheEnumerationBreaksAndTheStudyEndsMeanwhile_StillTellsTheRest()
    {
        StudyEvent[] events = Events(9, endedAt: 9);

        Assert.Equal(events, await Collect(new(events, [4], StudyState.Succeeded)));
    }

    [Fact]
    public async Task Watcher_WhenTheStudyHasEndedMeanwhile_Ends()
    {
        StudyEvent[] events = [Samples.Event(1, StudyEventKind.Submitted)];
        Assert.Equal(events, await Collect(new(events, [], StudyState.Cancelled)));
    }

    [Fact]
    public async Task Watcher_WhenTheStudyWasExtendedAfterItsEnd_GoesOnToTheLastEnd()
    {
        StudyEvent[] events = [.. Events(6, endedAt: 3).Append(Samples.Event(7, StudyEventKind.Ended)), Samples.Event(7, StudyEventKind.Progress, Samples.Status(StudyState.Succeeded))];

        Assert.Equal(events, await Collect(new(events, [], StudyState.Succeeded)));
    }

    [Fact]
    public async Task Watcher_WhenNothingIsHeardForAWhile_SaysWhyOnceAndGoesOn()
    {
        StudyEvent[] events = Events(2, endedAt: 2);
        List<string> complaints = [];

        Assert.Equal(events, await Collect(new(events, [1], StudyState.Succeeded) { BreaksInARow = 20 }, complaints));
        Assert.Equal("fds: the study does not answer now; the console keeps asking. The error was: the silo is gone.", Assert.Single(complaints));
    }

    [Fact]
    public async Task Watcher_WhenNothingIsHeardAnyMore_GivesUpWithTheReason()
    {
        ScriptedStudy study = new(Events(2, endedAt: 2), [1], StudyState.Running) { BreaksInARow = int.MaxValue };
        ConsoleException end = await Assert.ThrowsAsync<ConsoleException>(() => Collect(study));

        Assert.Equal(ExitCodes.Unreachable, end.ExitCode);
        Assert.StartsWith("the study cannot be reached any more.", end.Message, StringComparison.Ordinal);
        Assert.EndsWith("The error was: the silo is gone.", end.Message, StringComparison.Ordinal);
    }

    private static StudyEvent[] Events(int count, int endedAt) =>
        [.. Enumerable.Range(1, count).Select(i => Samples.Event(i, i == endedAt ? StudyEventKind.Ended : StudyEventKind.ReplicaFinished))];

    private static async Task<List<StudyEvent>> Collect(ScriptedStudy study, List<string>? complaints = null)
    {
        List<StudyEvent> seen = [];
        StudyWatcher watcher = new(study, new HurriedTime(), complaint => complaints?.Add(complaint));
        await foreach (StudyEvent happened in watcher.Watch(TestContext.Current.CancellationToken))
        {
            seen.Add(happened);
        }

        return seen;
    }
}
