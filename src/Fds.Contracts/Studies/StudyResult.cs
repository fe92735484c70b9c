using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>Everything a study learned, with the evidence.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudyResult")]
public sealed record StudyResult
{
    /// <summary>The study as run.</summary>
    [Id(0)]
    public required StudySubmission Submission { get; init; }

    /// <summary>How it stands or ended.</summary>
    [Id(1)]
    public required StudyStatus Status { get; init; }

    /// <summary>Every completed outer step.</summary>
    [Id(2)]
    public required ImmutableArray<OuterStepRecord> OuterSteps { get; init; }

    /// <summary>The schedules after the last update.</summary>
    [Id(3)]
    public required KindMap<ImmutableArray<double>> Learned { get; init; }

    /// <summary>Outer step with the lowest mean validation loss, among those in which the fewest replicas diverged or collapsed.</summary>
    [Id(4)]
    public int? BestOuterStep { get; init; }

    /// <summary>The schedules of that step.</summary>
    [Id(5)]
    public KindMap<ImmutableArray<double>>? Best { get; init; }

    /// <summary>Every retraining run.</summary>
    [Id(6)]
    public required ImmutableArray<RetrainRecord> Retrainings { get; init; }

    /// <summary>Wall-clock time from submission to the end, while it ran.</summary>
    [Id(7)]
    public required double Seconds { get; init; }

    /// <summary>Kind of device that did the work.</summary>
    [Id(8)]
    public required string Device { get; init; }

    /// <summary>Versions of fds, torchSharp and libtorch.</summary>
    [Id(9)]
    public required ImmutableDictionary<string, string> Versions { get; init; }

    /// <summary>What each of its methods found, in their order.</summary>
    [Id(50)]
    public ImmutableArray<MethodResult> Methods { get; init; } = [];

    /// <summary>What a study measured that learns nothing; null for one that learns.</summary>
    [Id(60)]
    public FluctuationMeasurement? Fluctuation { get; init; }

    /// <summary>The schedules among which the learned one was chosen on fresh seeds; empty where none were.</summary>
    [Id(180)]
    public ImmutableArray<CandidateRecord> Candidates { get; init; } = [];

    /// <summary>The schedules that the study tried to begin with, and the one that it chose; empty where it began as it was told.</summary>
    [Id(200)]
    public ImmutableArray<CandidateRecord> Starts { get; init; } = [];

    /// <summary>What to make of it all, in a sentence; null where nothing can be said.</summary>
    [Id(181)]
    public string? Verdict { get; init; }
}
