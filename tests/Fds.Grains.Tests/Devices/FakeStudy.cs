using System.Threading.Channels;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Work;

namespace Fds.Grains.Tests.Devices;

/// <summary>A study that keeps what devices say and answers as told.</summary>
internal sealed class FakeStudy : IStudyGrain
{
    private readonly Channel<RunProgress> progress = Channel.CreateUnbounded<RunProgress>();
    private readonly Channel<RunReport> reports = Channel.CreateUnbounded<RunReport>();

    public ChannelReader<RunProgress> Heartbeats => progress.Reader;

    public ChannelReader<RunReport> Reports => reports.Reader;

    public Verdict Answer { get; set; } = Verdict.Continue;

    /// <summary>How many final reports get lost before one arrives.</summary>
    public int Unreachable { get; set; }

    /// <summary>How many heartbeats are never answered.</summary>
    public int Unanswered { get; set; }

    public Task<Verdict> Progress(RunProgress progress)
    {
        this.progress.Writer.TryWrite(progress);
        return Unanswered-- > 0 ? new TaskCompletionSource<Verdict>().Task : Task.FromResult(Answer);
    }

    public Task<Verdict> Finished(RunReport report)
    {
        if (Unreachable-- > 0)
        {
            throw new TimeoutException("the study is moving");
        }

        reports.Writer.TryWrite(report);
        return Task.FromResult(Verdict.Accepted);
    }

    public Task<SubmitReply> Submit(StudySubmission submission) => throw new NotSupportedException();

    public Task<StudyStatus> GetStatus() => throw new NotSupportedException();

    public Task<StudyResult?> GetResult() => throw new NotSupportedException();

    public Task<StudyStatus> Cancel(string reason) => throw new NotSupportedException();

    public Task<VerbReply> Pause(string reason) => throw new NotSupportedException();

    public Task<VerbReply> Resume() => throw new NotSupportedException();

    public Task<VerbReply> Extend(StudyExtension extension) => throw new NotSupportedException();

    public Task<VerbReply> Delete(bool force) => throw new NotSupportedException();

    public Task Wake() => throw new NotSupportedException();

    public IAsyncEnumerable<StudyEvent> Watch(long after, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
