using Fds.Contracts.Faults;
using Fds.Contracts.Studies;

namespace Fds.Studies.Work;

/// <summary>
/// Bounds on what a study does again. It gets on with every result, every outer step, and every attempt that goes on from a later
/// checkpoint than all before it; what comes back again and again without getting on ends the study, with the reason.
/// </summary>
internal static class Watchdog
{
    /// <summary>How often in a row one piece of work may come back without getting on: lost with its silo, preempted, or not begun.</summary>
    public const int MostReturns = 10;

    /// <summary>How often in a row taking up what a study is told may end with an exception.</summary>
    public const int MostFaults = 3;

    /// <summary>How many trials in a row may fail.</summary>
    public const int MostFailedTrials = 10;

    /// <summary>How many outer steps in a row may end without a hypergradient.</summary>
    public const int MostEmptySteps = 10;

    /// <summary>Counts a piece of work that comes back; says why its study ends if that was once too often, else null.</summary>
    /// <param name="item">The work.</param>
    /// <param name="label">Its name in messages.</param>
    /// <param name="reason">Why it comes back.</param>
    public static string? CountReturn(WorkItem item, string label, string? reason) => ++item.Returns < MostReturns
        ? null
        : $"{label} came back {item.Returns} times in a row without getting on from inner step {item.Furthest}; the last time: {reason ?? "no reason given"}";

    /// <summary>Why a search ends of which too many trials in a row failed; null where they did not.</summary>
    public static string? OfTrials(StudyRecord state)
    {
        TrialRecord[] latest = [.. state.AllTrials.Skip(state.TrialCount - MostFailedTrials)];
        return state.Phase == StudyPhase.Search && latest.Length >= MostFailedTrials && latest.All(trial => trial.State == ReplicaState.Failed)
            ? $"{MostFailedTrials} trials in a row failed; the last one: {latest[^1].Reason ?? "no reason given"}"
            : null;
    }

    /// <summary>Whether the outer step under way is the last of too many in a row without a hypergradient.</summary>
    public static bool IsLastEmptyStep(StudyRecord state) => state.History is [.., var last] && state.OuterStep - last.Index >= MostEmptySteps;

    /// <summary>Why a study ends whose own code throws.</summary>
    public static string OfFaults(int faults, Exception last) => $"the study could not go on, {faults} {(faults == 1 ? "time" : "times")} in a row: {Words(last)}";

    /// <summary>What an exception says, as far as it is meant for people.</summary>
    public static string Words(Exception exception) => FaultText.Plain(exception) ?? "its silo's log has the details";
}
