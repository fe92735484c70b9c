using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Contracts.Verification;

/// <summary>A study's hypergradients over a short horizon, computed in every way there is.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.VerificationReport")]
public sealed record VerificationReport
{
    /// <summary>The study's name.</summary>
    [Id(0)]
    public required string Study { get; init; }

    /// <summary>What it comes to.</summary>
    [Id(1)]
    public required VerificationOutcome Outcome { get; init; }

    /// <summary>The same in a sentence, with the reason.</summary>
    [Id(2)]
    public required string Verdict { get; init; }

    /// <summary>What else is to be said.</summary>
    [Id(3)]
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>T of the runs that were compared.</summary>
    [Id(4)]
    public required int Steps { get; init; }

    /// <summary>T of the study's longest outer step.</summary>
    [Id(5)]
    public required int StudySteps { get; init; }

    /// <summary>The study's own precision.</summary>
    [Id(6)]
    public required Precision Precision { get; init; }

    /// <summary>Where it computed.</summary>
    [Id(7)]
    public required string Device { get; init; }

    /// <summary>Every learned value.</summary>
    [Id(8)]
    public ImmutableArray<VerifiedValue> Values { get; init; } = [];

    /// <summary>What each way takes.</summary>
    [Id(9)]
    public ImmutableArray<VerifiedMode> Modes { get; init; } = [];

    /// <summary>Share of the gradients' elements that the clamp held; null where there is none.</summary>
    [Id(10)]
    public double? GradientClamped { get; init; }

    /// <summary>The largest share of a value's Hessian products that the clamp held; null where there is none.</summary>
    [Id(11)]
    public double? ProductsClamped { get; init; }
}
