using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>result.json.</summary>
internal sealed record ResultSummary
{
    public required string Study { get; init; }

    public required string State { get; init; }

    public string? Reason { get; init; }

    public required int OuterSteps { get; init; }

    public required IReadOnlyList<MethodLine> Methods { get; init; }

    public int? BestOuterStep { get; init; }

    public MethodLine? Best { get; init; }

    /// <summary>What to make of it all, in a sentence; null where nothing can be said.</summary>
    public string? Verdict { get; init; }

    /// <summary>The schedules among which the learned one was chosen on fresh seeds; empty where none were.</summary>
    public IReadOnlyList<CandidateRecord> Candidates { get; init; } = [];

    /// <summary>The schedules that the study tried to begin with; empty where it began as it was told.</summary>
    public IReadOnlyList<CandidateRecord> Starts { get; init; } = [];

    /// <summary>Replicas that diverged, collapsed or failed, over all outer steps.</summary>
    public required int ReplicasLeftOut { get; init; }

    /// <summary>What was measured, with every run's values; null for a study that learns.</summary>
    public FluctuationMeasurement? Fluctuation { get; init; }

    /// <summary>The members of its population; empty where it has none.</summary>
    public ImmutableArray<MemberStatus> Members { get; init; } = [];

    /// <summary>What was read of its data; null before a run has read them, and where there are none.</summary>
    public DataSummary? Data { get; init; }

    /// <summary>How its hypergradients are computed; null where it computes none.</summary>
    public HypergradientComputation? Hypergradients { get; init; }

    /// <summary>When it was submitted; null where that is not known.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When it last changed; null where that is not known.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Gradient steps of everything, the retraining included.</summary>
    public required double GradientSteps { get; init; }

    /// <summary>Wall-clock seconds of everything, while it ran.</summary>
    public required double Seconds { get; init; }

    public required string Device { get; init; }

    public required ImmutableDictionary<string, string> Versions { get; init; }

    public static ResultSummary Of(StudyResult result)
    {
        MethodSummary[] methods = result.Fluctuation is null ? [.. MethodSummary.Of(result)] : [];
        Dictionary<string, MethodReach> reach = result.Methods.Length < 2 ? [] : MethodComparison.Of([result]).Rows.DistinctBy(row => row.Method).ToDictionary(row => row.Method, MethodReach.Of);
        MethodLine Line(MethodSummary method) => MethodLine.Of(method, reach.GetValueOrDefault(method.Name));
        MethodSummary? best = methods.FirstOrDefault(method => method is { Name: "fds", ScheduleName: "best" });
        return new()
        {
            Study = result.Status.Name,
            State = result.Status.State.ToString(),
            Reason = result.Status.Reason,
            OuterSteps = result.OuterSteps.Length,
            Methods = [.. methods.Where(method => method != best).Select(Line)],
            BestOuterStep = result.BestOuterStep,
            Best = best is null ? null : Line(best),
            Verdict = result.Verdict,
            Candidates = result.Candidates,
            Starts = result.Starts,
            ReplicasLeftOut = result.OuterSteps.Sum(step => step.Replicas.Count(replica => replica.State != ReplicaState.Completed)),
            Fluctuation = result.Fluctuation,
            Members = result.Submission.Specification.Compares ? [] : result.Status.Members,
            Data = result.Status.Data,
            Hypergradients = result.Status.Hypergradients,
            SubmittedAt = Known(result.Status.SubmittedAt),
            UpdatedAt = Known(result.Status.UpdatedAt),
            GradientSteps = result.Status.GradientSteps,
            Seconds = result.Seconds,
            Device = result.Device,
            Versions = result.Versions,
        };
    }
    private static DateTimeOffset? Known(DateTimeOffset at) => at == default ? null : at;
}
