using Fds.Contracts.Studies;

namespace Fds.Client.Rendering.Screens;

/// <summary>How far a study is, and how far the work of its step under way is.</summary>
/// <param name="Names">What is counted, in words, the short ones last.</param>
/// <param name="Done">How much of it is done, in [0, 1]; null where nobody knows how much there is.</param>
/// <param name="Count">The count in words.</param>
/// <param name="Rate">Inner steps per second; null where nothing runs.</param>
/// <param name="Left">Time left; null where it is not known.</param>
internal sealed record StudyProgress(string[] Names, double? Done, string Count, double? Rate, TimeSpan? Left)
{
    /// <summary>The whole study's.</summary>
    public static StudyProgress Of(StudyStatus status)
    {
        (string[] names, double done, double all) = Parts(status);
        string count = all > 0 ? $"{Figure.Whole((long)done)} of {Figure.Whole((long)all)}" : Figure.Whole((long)done);
        double under = status.Phase == StudyPhase.OuterLoop && done < all ? InnerShare(status) ?? 0 : 0;
        return new(names, all > 0 ? (done + under) / all : null, count, null, status.State == StudyState.Running ? status.EstimatedRemaining : null);
    }

    /// <summary>The step's under way; null where nothing is under way whose length is known.</summary>
    public static StudyProgress? OfStep(StudyStatus status)
    {
        if (status.State != StudyState.Running || !status.Replicas.Any(run => run.State == ReplicaState.Running) || InnerShare(status) is not { } share)
        {
            return null;
        }

        ReplicaStatus[] runs = Counted(status);
        long done = runs.Sum(run => (long)run.InnerStep);
        long all = InnerSteps(runs);
        double rate = runs.Where(run => run.State == ReplicaState.Running).Sum(run => run.StepsPerSecond);
        return new(status.Phase == StudyPhase.OuterLoop ? ["this step", "step"] : ["under way", "now"], share, $"{Figure.Whole(done)} of {Figure.Whole(all)}", rate, rate > 0 ? TimeSpan.FromSeconds(Math.Min((all - done) / rate, TimeSpan.FromDays(36500).TotalSeconds)) : null);
    }

    private static (string[] Names, double Done, double All) Parts(StudyStatus status) =>
        status.FluctuationRuns is { } runs ? (["runs"], Settled(status), runs) :
        status.Phase switch
        {
            StudyPhase.Starting => (["finding a start", "starts"], Settled(status), status.Replicas.Length),
            StudyPhase.Confirming => (["choosing among candidates", "choosing"], Settled(status), status.Replicas.Length),
            StudyPhase.Retraining => (["retraining", "retrain"], Settled(status), status.Replicas.Length),
            _ when status.Methods.Length > 1 => (["methods"], Ended(status), status.Methods.Length),
            _ when status.Methods is [not StudyMethod.Fds] => (["trials"], status.Trials, status.MostTrials ?? 0),
            _ => (["outer loop", "outer"], status.OuterStep, status.OuterSteps),
        };

    private static double? InnerShare(StudyStatus status)
    {
        ReplicaStatus[] runs = Counted(status);
        double all = InnerSteps(runs);
        return all > 0 ? runs.Sum(run => (double)run.InnerStep) / all : null;
    }

    /// <summary>An outer step is over when all its replicas are; of other runs those that run are under way.</summary>
    private static ReplicaStatus[] Counted(StudyStatus status) =>
        [.. status.Replicas.Where(run => run.State == ReplicaState.Running || (status.Phase == StudyPhase.OuterLoop && run.State is ReplicaState.Waiting or ReplicaState.Completed))];

    /// <summary>Their inner steps; one that has not begun has as many as the longest.</summary>
    private static long InnerSteps(ReplicaStatus[] runs)
    {
        int longest = runs.Select(run => run.InnerSteps).DefaultIfEmpty().Max();
        return runs.Sum(run => (long)(run.InnerSteps > 0 ? run.InnerSteps : longest));
    }

    private static int Settled(StudyStatus status) => status.Replicas.Count(run => run.State is not (ReplicaState.Waiting or ReplicaState.Running));

    private static int Ended(StudyStatus status) => status.Members.Count(member => member.State is not (StudyState.None or StudyState.Running or StudyState.Paused));
}
