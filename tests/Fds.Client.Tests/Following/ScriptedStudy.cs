using System.Runtime.CompilerServices;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Client.Tests.Following;

/// <summary>A study that tells prepared events and breaks where it is told to.</summary>
internal sealed class ScriptedStudy(IReadOnlyList<StudyEvent> events, IReadOnlyCollection<int> breaksBefore, StudyState endsAs) : IStudyGrain
{
    private readonly Dictionary<int, int> breaks = breaksBefore.ToDictionary(place => place, _ => 0);

    /// <summary>How often it breaks at each place before it gets beyond.</summary>
    public int BreaksInARow { get; init; } = 1;

    /// <summary>Called before the event at a place is told.</summary>
    public Action<int> Before { get; init; } = _ => { };

    public List<long> AskedAfter { get; } = [];

    public async IAsyncEnumerable<StudyEvent> Watch(long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        AskedAfter.Add(after);
        for (int i = 0; i < events.Count; i++)
        {
            if (events[i].Sequence <= after)
            {
                continue;
            }

            if (breaks.TryGetValue(i, out int broken) && broken < BreaksInARow)
            {
                breaks[i]++;
                throw new Orleans.Runtime.OrleansException("the silo is gone");
            }

            await Task.Yield();
            Before(i);
            yield return events[i];
        }
    }

    public Task<StudyStatus> GetStatus() => Task.FromResult(Samples.Status(endsAs));

    public Task<SubmitReply> Submit(StudySubmission submission) => throw new InvalidOperationException();

    public Task<StudyResult?> GetResult() => throw new InvalidOperationException();

    public Task<StudyStatus> Cancel(string reason) => throw new InvalidOperationException();

    public Task<VerbReply> Pause(string reason) => throw new InvalidOperationException();

    public Task<VerbReply> Resume() => throw new InvalidOperationException();

    public Task<VerbReply> Extend(StudyExtension extension) => throw new InvalidOperationException();

    public Task<VerbReply> Delete(bool force) => throw new InvalidOperationException();

    public Task Wake() => throw new InvalidOperationException();

    public Task<Verdict> Progress(RunProgress progress) => throw new InvalidOperationException();

    public Task<Verdict> Finished(RunReport report) => throw new InvalidOperationException();
}
