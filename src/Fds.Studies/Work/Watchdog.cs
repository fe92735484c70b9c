using Fds.Contracts.Faults;
using Fds.Contracts.Studies;

namespace Fds.Studies.Work;

/// <summary>
/// Bounds on what a study repeats. Progress is every result, every outer step, and every attempt that continues from a later
/// checkpoint than all before it. Work that is repeated too often without progress ends the study, with the reason.
/// </summary>
internal static class Watchdog
{
    /// <summary>How often in a row one piece of work may be queued again without progress: lost with its silo, preempted, or not begun.</summary>
    public const int MostReturns = 10;

    /// <summary>How often in a row a study's own code may throw while it processes what it is told.</summary>
    public const int MostFaults = 3;

    /// <summary>How many trials in a row may fail.</summary>
    public const int MostFailedTrials = 10;

    /// <summary>How many outer steps in a row may end without a hypergradient.</summary>
    public const int MostEmptySteps = 10;

    /// <summary>Counts a return of a piece of work. The result says why the study ends if the limit is reached; else it is null.</summary>
    /// <param name="item">The work.</param>
    /// <param name="label">Its name in messages.</param>
    /// <param name="reason">Why it comes back.</param>
    public static string? CountReturn(WorkItem item, string label, string? reason) => ++item.Returns < MostReturns
        ? null
        : $"{label} was queued again {item.Returns} times in a row without progress beyond inner step {item.Furthest}; the last reason: {reason ?? "no reason given"}";

    /// <summary>Why a search ends after too many failed trials in a row; null if it does not.</summary>
    public static string? OfTrials(StudyRecord state)
    {
        TrialRecord[] latest = [.. state.AllTrials.Skip(state.TrialCount - MostFailedTrials)];
        return state.Phase == StudyPhase.Search && latest.Length >= MostFailedTrials && latest.All(trial => trial.State == ReplicaState.Failed)
            ? $"{MostFailedTrials} trials in a row failed; the last one: {latest[^1].Reason ?? "no reason given"}"
            : null;
    }

    /// <summary>Whether the outer step under way is the last of too many in a row without a hypergradient.</summary>
    public static bool IsLastEmptyStep(StudyRecord state) => state.History is [.., var last] && state.OuterStep - last.Index >= MostEmptySteps;

    /// <summary>Why a study ends after exceptions of its own code.</summary>
    public static string OfFaults(int faults, Exception last) => $"the study could not continue, {faults} {(faults == 1 ? "time" : "times")} in a row: {Words(last)}";

    /// <summary>An exception's message, if it is meant for users.</summary>
    public static string Words(Exception exception) => FaultText.Plain(exception) ?? "its silo's log has the details";
}
