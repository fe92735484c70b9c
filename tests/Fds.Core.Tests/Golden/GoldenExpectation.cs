namespace Fds.Core.Tests.Golden;

/// <summary>What the reference returned.</summary>
internal sealed record GoldenExpectation
{
    public double ValidationLoss { get; init; }

    public double FinalWeightsNorm { get; init; }

    public double[] FinalWeightsHead { get; init; } = [];

    public double StepsPerLearningRate { get; init; }

    public double StepsPerMomentum { get; init; }

    public double StepsPerWeightDecay { get; init; }

    public double[]? LearningRateHypergradient { get; init; }

    public double[]? MomentumHypergradient { get; init; }

    public double[]? WeightDecayHypergradient { get; init; }

    public Dictionary<string, double[]> TangentNorms { get; init; } = [];
}
