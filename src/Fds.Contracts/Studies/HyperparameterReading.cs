namespace Fds.Contracts.Studies;

/// <summary>One learned window of one schedule at one outer step: its value and what its hypergradient said.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.HyperparameterReading")]
public sealed record HyperparameterReading
{
    /// <summary>Kind.</summary>
    [Id(0)]
    public required HyperparameterKind Kind { get; init; }

    /// <summary>Window, from 0.</summary>
    [Id(1)]
    public required int Window { get; init; }

    /// <summary>Value used in the outer step.</summary>
    [Id(2)]
    public required double Value { get; init; }

    /// <summary>Value after the update; the same as <see cref="Value"/> while the step is under way.</summary>
    [Id(3)]
    public required double NextValue { get; init; }

    /// <summary>h̄: mean over the replicas that contributed; null while the step is under way, NaN where it was not a number.</summary>
    [Id(4)]
    public double? Hypergradient { get; init; }

    /// <summary>Standard error of the mean; null with fewer than two replicas.</summary>
    [Id(5)]
    public double? StandardError { get; init; }

    /// <summary>|h̄| over its standard error; null with fewer than two replicas.</summary>
    [Id(6)]
    public double? SignalToNoise { get; init; }

    /// <summary>Share of the replicas whose sign is that of the mean, in [0, 1].</summary>
    [Id(7)]
    public double? SignAgreement { get; init; }

    /// <summary>η after the update.</summary>
    [Id(8)]
    public required double StepSize { get; init; }

    /// <summary>Whether the update was projected onto the range.</summary>
    [Id(9)]
    public bool AtRange { get; init; } = false;

    /// <summary>Share of its Hessian products' elements that were held at ±<see cref="InnerSpecification.HessianProductClamp"/>, in [0, 1], mean over the replicas that contributed; null where none was clamped.</summary>
    [Id(80)]
    public double? ProductsClamped { get; init; }

    /// <summary>Name of the group of parameters that it belongs to; null where all parameters share the schedule.</summary>
    [Id(200)]
    public string? Group { get; init; }
}
