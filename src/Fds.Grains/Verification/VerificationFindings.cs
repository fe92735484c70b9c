using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Contracts.Verification;

namespace Fds.Grains.Verification;

/// <summary>The findings of a verification, before they are judged.</summary>
internal sealed record VerificationFindings
{
    /// <summary>The study.</summary>
    public required StudySpecification Study { get; init; }

    /// <summary>T.</summary>
    public required int Steps { get; init; }

    /// <summary>Every learned value; empty where a run did not complete.</summary>
    public ImmutableArray<VerifiedValue> Values { get; init; } = [];

    /// <summary>Which run did not complete and why; null where all did.</summary>
    public string? Failure { get; init; }

    /// <summary>Hypergradients by forward mode without the rules that make it other than the derivative, in the order of the values; empty where the study has none.</summary>
    public ImmutableArray<double> Exact { get; init; } = [];

    /// <summary>The largest share of a value's Hessian products that the clamp held; null where there is none.</summary>
    public double? ProductsClamped { get; init; }

    /// <summary>Share of the gradients' elements that the clamp held; null where there is none.</summary>
    public double? GradientClamped { get; init; }
}
