using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Studies.Work;

/// <summary>One piece of work that a study waits for: the attempt that counts, its run, and its result.</summary>
[GenerateSerializer]
[Alias("fds.WorkItem")]
internal sealed class WorkItem
{
    /// <summary>Which work.</summary>
    [Id(0)]
    public required WorkKey Key { get; set; }

    /// <summary>The attempt that may report, from 1.</summary>
    [Id(1)]
    public int Attempt { get; set; } = 1;

    /// <summary>The run bound to that attempt; empty until it reports for the first time.</summary>
    [Id(2)]
    public Guid RunId { get; set; }

    /// <summary>Device of that run.</summary>
    [Id(3)]
    public string? Device { get; set; }

    /// <summary>Silo of that run.</summary>
    [Id(4)]
    public string? Silo { get; set; }

    /// <summary>Where it stands.</summary>
    [Id(5)]
    public ReplicaState State { get; set; } = ReplicaState.Waiting;

    /// <summary>How often it failed with an exception.</summary>
    [Id(6)]
    public int Failures { get; set; }

    /// <summary>The counted report.</summary>
    [Id(7)]
    public RunReport? Report { get; set; }

    /// <summary>Why it waits again, or does not contribute.</summary>
    [Id(8)]
    public string? Reason { get; set; }

    /// <summary>Since when it waits for a device.</summary>
    [Id(40)]
    public DateTimeOffset WaitingSince { get; set; }

    /// <summary>The trial's parameters; null for other work.</summary>
    [Id(50)]
    public TrialOrder? Trial { get; set; }

    /// <summary>The schedules that it trains with; null: those that the study has learned so far.</summary>
    [Id(51)]
    public KindMap<ImmutableArray<double>>? Schedule { get; set; }

    /// <summary>The values that were proposed for the trial.</summary>
    [Id(52)]
    public ImmutableArray<double> Proposal { get; set; } = [];

    /// <summary>Limit of its cost in gradient steps; null: no limit.</summary>
    [Id(53)]
    public double? CostLimit { get; set; }

    /// <summary>Its cost in gradient steps as a device reported it; null before.</summary>
    [Id(110)]
    public double? Cost { get; set; }

    /// <summary>Addresses of silos where it failed.</summary>
    [Id(131)]
    public ImmutableArray<string> FailedOn { get; set; } = [];

    /// <summary>Earliest time of the next attempt. A past time means immediately.</summary>
    [Id(132)]
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>The point up to which it has been charged, in gradient steps from its beginning. Failed attempts are charged as well.</summary>
    [Id(140)]
    public double PaidUpTo { get; set; }

    /// <summary>The latest inner step that an attempt has started from: 0, or that of a checkpoint.</summary>
    [Id(160)]
    public int Furthest { get; set; }

    /// <summary>How often it has been queued again since then, neither finished nor failed.</summary>
    [Id(161)]
    public int Returns { get; set; }

    /// <summary>Whether it is settled: no further report is expected.</summary>
    public bool IsSettled => State is not (ReplicaState.Waiting or ReplicaState.Running);

    /// <summary>Whether it is a trial that is not settled.</summary>
    public bool IsOpenTrial => Trial is not null && !IsSettled;

    /// <summary>Whether a run is bound to it.</summary>
    public bool IsBound => RunId != Guid.Empty;

    /// <summary>
    /// The charge for an attempt, in gradient steps. The cost before the checkpoint that it continues from is charged with it only if
    /// the attempt that left it was not charged, because it was preempted or lost.
    /// </summary>
    /// <param name="firstSpent">Cost of the work at the attempt's starting point.</param>
    /// <param name="spent">Cost of the work at the attempt's current point.</param>
    public double Unpaid(double firstSpent, double spent) => Math.Max(0, spent - Math.Min(firstSpent, PaidUpTo));

    /// <summary>Notes where an attempt starts.</summary>
    /// <returns>Whether that is further than any earlier attempt's start.</returns>
    public bool GoesOnFrom(int innerStep)
    {
        if (innerStep <= Furthest)
        {
            return false;
        }

        (Furthest, Returns) = (innerStep, 0);
        return true;
    }

    /// <summary>Starts a new attempt and fences off later reports of the old one.</summary>
    public void Redispatch(string reason)
    {
        Attempt++;
        RunId = Guid.Empty;
        Device = null;
        Silo = null;
        State = ReplicaState.Waiting;
        Reason = reason;
    }
}
