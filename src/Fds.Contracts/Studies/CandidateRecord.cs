using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>A schedule that was run again on fresh seeds, beside others.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.CandidateRecord")]
public sealed record CandidateRecord
{
    /// <summary>Name of the schedule that the study began with.</summary>
    public const string Start = "start";

    /// <summary>Where it comes from: <see cref="Start"/>, last, …</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The schedules.</summary>
    [Id(1)]
    public required KindMap<ImmutableArray<double>> Schedule { get; init; }

    /// <summary>Validation loss of each run, in the order of the seeds; infinite where the run diverged. Empty before they are in.</summary>
    [Id(2)]
    public ImmutableArray<double> Losses { get; init; } = [];

    /// <summary>Validation accuracy of each run, in [0, 1]; NaN where the run diverged.</summary>
    [Id(3)]
    public ImmutableArray<double> Accuracies { get; init; } = [];

    /// <summary>Whether it was chosen.</summary>
    [Id(4)]
    public bool IsChosen { get; init; } = false;

    /// <summary>What naming every class with its share gives on the same examples, mean over the runs; null where there are no classes.</summary>
    [Id(5)]
    public double? PriorLoss { get; init; }
}
