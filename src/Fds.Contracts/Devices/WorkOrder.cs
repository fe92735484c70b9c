using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Contracts.Devices;

/// <summary>Work for one device slot. It carries all that is needed: a device asks nobody.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.WorkOrder")]
public sealed record WorkOrder
{
    /// <summary>Which work.</summary>
    [Id(0)]
    public required WorkKey Key { get; init; }

    /// <summary>Attempt number, from 1.</summary>
    [Id(1)]
    public required int Attempt { get; init; }

    /// <summary>Pool of devices it may run on: cpu or cuda.</summary>
    [Id(2)]
    public required string Pool { get; init; }

    /// <summary>The study.</summary>
    [Id(3)]
    public required StudySpecification Specification { get; init; }

    /// <summary>The schedules to train with.</summary>
    [Id(4)]
    public required KindMap<ImmutableArray<double>> Schedule { get; init; }

    /// <summary>Whether an earlier outer step’s replicas did better than naming the class shares, so that doing worse now means collapse.</summary>
    [Id(5)]
    public bool AboveChanceBefore { get; init; } = false;

    /// <summary>Which study of that name, for the fence: names can be used again, and extended studies begin anew.</summary>
    [Id(6)]
    public Guid Incarnation { get; init; } = Guid.Empty;

    /// <summary>What the trial is; null for work that is none.</summary>
    [Id(50)]
    public TrialOrder? Trial { get; init; }

    /// <summary>What the work may cost in gradient steps: one that would cost more is not begun. Null: no limit.</summary>
    [Id(51)]
    public double? CostLimit { get; init; }

    /// <summary>Addresses of silos where an earlier attempt failed: it goes there only if there is no other.</summary>
    [Id(130)]
    public ImmutableArray<string> FailedOn { get; init; } = [];

    /// <summary>Whether the study does not know yet what is in its data, so that the run tells it.</summary>
    [Id(170)]
    public bool TellData { get; init; } = false;

    /// <summary>The file of the user's own network that the study began with, as <see cref="DataSummary.Model"/> has it; null: any.</summary>
    [Id(245)]
    public string? Model { get; init; }

    /// <summary>The span that its run is below (W3C traceparent); null where nobody traces.</summary>
    [Id(70)]
    public string? TraceParent { get; init; }
}
