using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Learning;

/// <summary>The results of an outer step's replicas.</summary>
internal sealed record OuterEvidence
{
    /// <summary>One vector per contributing replica, learned windows in their order: the mean over a window's steps.</summary>
    public required IReadOnlyList<ImmutableArray<double>> Hypergradients { get; init; }

    /// <summary>The schedules that each of them trained with.</summary>
    public required IReadOnlyList<KindMap<ImmutableArray<double>>> Schedules { get; init; }

    /// <summary>Validation loss of each.</summary>
    public required IReadOnlyList<double> Losses { get; init; }

    /// <summary>T.</summary>
    public required int InnerSteps { get; init; }

    /// <summary>Replicas that diverged or collapsed.</summary>
    public int Lost { get; init; }

    /// <summary>The outer steps before.</summary>
    public IReadOnlyList<OuterStepRecord> History { get; init; } = [];
}
