using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>One training run that a black-box or greedy method made, and what had been spent when it was in.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.TrialRecord")]
public sealed record TrialRecord
{
    /// <summary>Trial, from 0, in the order of proposing.</summary>
    [Id(0)]
    public required int Number { get; init; }

    /// <summary>How it ended.</summary>
    [Id(1)]
    public required ReplicaState State { get; init; }

    /// <summary>What was proposed: a value for each learned window, kinds in their order; for pbt one for each learned kind; for greedy methods the factor on their hyper steps.</summary>
    [Id(2)]
    public required ImmutableArray<double> Values { get; init; }

    /// <summary>Its share of a whole run, in (0, 1]: of its cost, or, in a search that an earlier version began, of its inner steps.</summary>
    [Id(3)]
    public required double Share { get; init; }

    /// <summary>The trial that it goes on from (pbt, or with search.resume) or was promoted from; null where there is none.</summary>
    [Id(4)]
    public int? Parent { get; init; }

    /// <summary>Inner steps done.</summary>
    [Id(5)]
    public int InnerSteps { get; init; } = 0;

    /// <summary>Mean loss on the validation split.</summary>
    [Id(6)]
    public double ValidationLoss { get; init; } = double.NaN;

    /// <summary>In [0, 1], on the same data.</summary>
    [Id(7)]
    public double ValidationAccuracy { get; init; } = double.NaN;

    /// <summary>Its cost in gradient steps.</summary>
    [Id(8)]
    public double GradientSteps { get; init; } = 0;

    /// <summary>Its time on a device.</summary>
    [Id(9)]
    public double Seconds { get; init; } = 0;

    /// <summary>What the method had spent when it was in, itself and what had run beside it by then included.</summary>
    [Id(10)]
    public MethodCost Spent { get; init; } = new();

    /// <summary>Device of the counted attempt.</summary>
    [Id(11)]
    public string? Device { get; init; }

    /// <summary>The counted attempt, from 1.</summary>
    [Id(12)]
    public int Attempt { get; init; } = 1;

    /// <summary>Why it does not count.</summary>
    [Id(13)]
    public string? Reason { get; init; }

    /// <summary>Which of a population, or which seed of a greedy method, from 0; with search.resume the trial that began its run.</summary>
    [Id(90)]
    public int Member { get; init; } = 0;

    /// <summary>Population-based training: which segment of the horizon it trained, from 0.</summary>
    [Id(91)]
    public int Segment { get; init; } = 0;
}
