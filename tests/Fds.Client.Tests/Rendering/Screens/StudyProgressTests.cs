using Fds.Client.Rendering.Screens;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Client.Tests.Rendering.Screens;

/// <summary>How far a study is said to be.</summary>
public sealed class StudyProgressTests
{
    /// <summary>A replica that waits does not say how long it is.</summary>
    [Fact]
    public void Step_CountsReplicasThatHaveNotBegun()
    {
        StudyStatus status = ScreenSamples.All["running"].Status;
        status = status with { Replicas = [.. status.Replicas, status.Replicas[0] with { State = ReplicaState.Waiting, InnerStep = 0, InnerSteps = 0 }, status.Replicas[0] with { State = ReplicaState.Failed }] };
        StudyProgress step = StudyProgress.OfStep(status)!;

        Assert.Equal(("2,602 of 7,800", 2602.0 / 7800), (step.Count, step.Done!.Value));
        Assert.Equal((7800 - 2602) / (41.27 + 40.9), step.Left!.Value.TotalSeconds, 3);
        Assert.Equal((2 + (2602.0 / 7800)) / 10, StudyProgress.Of(status).Done!.Value, 12);
    }

    [Fact]
    public void Step_WhereNothingRuns_IsNone()
    {
        StudyStatus status = ScreenSamples.All["running"].Status;

        Assert.Null(StudyProgress.OfStep(status with { Replicas = [] }));
        Assert.Null(StudyProgress.OfStep(status with { State = StudyState.Paused }));
        Assert.Null(StudyProgress.OfStep(status with { Replicas = [status.Replicas[0] with { InnerSteps = 0 }] }));
    }

    /// <summary>Of a search the runs that run, and of a search without an end no bar.</summary>
    [Fact]
    public void Search_CountsTrialsAndTheRunsUnderWay()
    {
        StudyStatus status = ScreenSamples.All["search"].Status;

        Assert.Equal(("612 of 1,000", "138 of 400"), (StudyProgress.Of(status).Count, StudyProgress.OfStep(status)!.Count));
        StudyProgress endless = StudyProgress.Of(status with { MostTrials = null });
        Assert.Equal(("612", null), (endless.Count, endless.Done));
    }
}
