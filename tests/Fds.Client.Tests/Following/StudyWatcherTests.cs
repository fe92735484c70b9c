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
        StudyEvent[] events = [.. Enumerable.Range(1, 9).Select(i => Samples.Event(i, i == 9 ? StudyEventKind.Ended : StudyEventKind.ReplicaFinished))];
        ScriptedStudy study = new(events, [3, 7], StudyState.Running);
        List<StudyEvent> seen = await Collect(study);

        Assert.Equal(events, seen);
        Assert.Equal([0, 3, 7], study.AskedAfter);
    }

    [Fact]
    public async Task Watcher_WhenTheEnumerationBreaksAndTheStudyEndsMeanwhile_StillTellsTheRest()
    {
        StudyEvent[] events = [.. Enumerable.Range(1, 9).Select(i => Samples.Event(i, i == 9 ? StudyEventKind.Ended : StudyEventKind.ReplicaFinished))];

        Assert.Equal(events, await Collect(new(events, [4], StudyState.Succeeded)));
    }

    [Fact]
    public async Task Watcher_WhenTheStudyHasEndedMeanwhile_Ends()
    {
        StudyEvent[] events = [Samples.Event(1, StudyEventKind.Submitted)];
        Assert.Equal(events, await Collect(new(events, [], StudyState.Cancelled)));
    }

    private static async Task<List<StudyEvent>> Collect(ScriptedStudy study)
    {
        List<StudyEvent> seen = [];
        await foreach (StudyEvent happened in new StudyWatcher(study, TimeProvider.System).Watch(TestContext.Current.CancellationToken))
        {
            seen.Add(happened);
        }

        return seen;
    }
}
