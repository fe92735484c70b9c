using Fds.Contracts.Studies;

namespace Fds.Contracts.Verification;

/// <summary>One learned value's hypergradient as each way finds it. Errors are relative to the larger of the two, or to a hundredth of the largest of its kind.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.VerifiedValue")]
public sealed record VerifiedValue
{
    /// <summary>Its kind.</summary>
    [Id(0)]
    public required HyperparameterKind Kind { get; init; }

    /// <summary>Its window.</summary>
    [Id(1)]
    public required int Window { get; init; }

    /// <summary>Where the derivative is taken.</summary>
    [Id(2)]
    public required double At { get; init; }

    /// <summary>By forward mode in float64, with the study's rules.</summary>
    [Id(3)]
    public required double Forward { get; init; }

    /// <summary>By reverse mode in float64.</summary>
    [Id(4)]
    public required double Reverse { get; init; }

    /// <summary>Between the two.</summary>
    [Id(5)]
    public required double ModesError { get; init; }

    /// <summary>By central differences in float64; null where the time did not reach for them.</summary>
    [Id(6)]
    public double? Difference { get; init; }

    /// <summary>How far the difference quotients of two neighbouring step sizes are apart, as an error.</summary>
    [Id(7)]
    public double? DifferenceSpread { get; init; }

    /// <summary>Whether they are close enough to say anything.</summary>
    [Id(8)]
    public bool DifferenceSettled { get; init; }

    /// <summary>Between central differences and forward mode.</summary>
    [Id(9)]
    public double? ForwardError { get; init; }

    /// <summary>Between central differences and reverse mode.</summary>
    [Id(10)]
    public double? ReverseError { get; init; }

    /// <summary>By forward mode in the study's own precision; null where that is float64.</summary>
    [Id(11)]
    public double? OwnForward { get; init; }

    /// <summary>By reverse mode in the study's own precision; null where that is float64.</summary>
    [Id(12)]
    public double? OwnReverse { get; init; }

    /// <summary>The larger of those between each mode in the study's own precision and in float64.</summary>
    [Id(13)]
    public double? OwnError { get; init; }

    /// <summary>Name of the group of parameters that it belongs to; null where all parameters share the schedule.</summary>
    [Id(200)]
    public string? Group { get; init; }
}
