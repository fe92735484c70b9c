using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Contracts.Planning;

/// <summary>What a study will cost, computed before it runs.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudyPlan")]
public sealed record StudyPlan
{
    /// <summary>Examples left for training after the split.</summary>
    [Id(0)]
    public required int TrainingExamples { get; init; }

    /// <summary>Examples split off for validation.</summary>
    [Id(1)]
    public required int ValidationExamples { get; init; }

    /// <summary>Examples of the test set.</summary>
    [Id(2)]
    public required int TestExamples { get; init; }

    /// <summary>P: weights of the network.</summary>
    [Id(3)]
    public required int Parameters { get; init; }

    /// <summary>K: learned windows.</summary>
    [Id(4)]
    public required int Columns { get; init; }

    /// <summary>T: inner steps per outer step.</summary>
    [Id(5)]
    public required ImmutableArray<int> Horizons { get; init; }

    /// <summary>Bytes of Z and C together.</summary>
    [Id(6)]
    public required long TangentBytes { get; init; }

    /// <summary>Cost in gradient steps, all replicas, outer steps and retrainings.</summary>
    [Id(7)]
    public required double GradientSteps { get; init; }

    /// <summary>Expected time on this device with the slots it has, in seconds, from a short measurement; NaN where the network is too large for one.</summary>
    [Id(8)]
    public required double Seconds { get; init; }

    /// <summary>Kind of device measured.</summary>
    [Id(9)]
    public required string Device { get; init; }

    /// <summary>Device slots counted on.</summary>
    [Id(10)]
    public required int Slots { get; init; }

    /// <summary>How hypergradients are computed over the longest horizon.</summary>
    [Id(150)]
    public HypergradientComputation? Hypergradients { get; init; }

    /// <summary>What was read of the data; null for a study that has none.</summary>
    [Id(170)]
    public DataSummary? Data { get; init; }

    /// <summary>Bytes that one run needs at least beside the data: weights, gradients, tangents and a mini-batch. 0 where that is not known.</summary>
    [Id(171)]
    public long RunBytes { get; init; } = 0;

    /// <summary>What each method will spend on learning, at most.</summary>
    [Id(50)]
    public ImmutableArray<MethodPlan> Methods { get; init; } = [];

    /// <summary>Where the first weights of a network of the user's own come from; null: a built-in network, whose weights are drawn by model.initialisation.</summary>
    [Id(246)]
    public string? FirstWeights { get; init; }

    /// <summary>What the study says that cannot be meant.</summary>
    [Id(160)]
    public ImmutableArray<StudyWarning> Warnings { get; init; } = [];
}
