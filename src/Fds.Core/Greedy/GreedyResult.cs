using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;

namespace Fds.Core.Greedy;

/// <summary>
/// What one greedy run reached, judged on the whole validation split, and the schedule that it went through. It costs 1 + 2k gradient steps
/// for each step with k columns, one for each hypergradient, and the final evaluation.
/// </summary>
public sealed record GreedyResult : RunResult
{
    /// <summary>The values that the inner steps used, averaged over equal windows, to retrain with; null where the run did not complete.</summary>
    public PerKind<Schedule>? Trajectory { get; init; }

    /// <summary>The values after the last change, where the run ended.</summary>
    public required PerKind<double> Final { get; init; }

    /// <summary>For each kind, the share of its changes that the range clipped; 0 if it is not learned.</summary>
    public ImmutableArray<double> ShareAtRange { get; init; } = [];
}
