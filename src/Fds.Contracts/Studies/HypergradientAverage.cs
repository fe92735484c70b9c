namespace Fds.Contracts.Studies;

/// <summary>What several replicas together say of a hypergradient.</summary>
[GenerateSerializer]
[Alias("fds.HypergradientAverage")]
public enum HypergradientAverage
{
    /// <summary>The mean, as in the paper.</summary>
    Mean,

    /// <summary>The median, which a replica far from the others does not move.</summary>
    Median,

    /// <summary>The mean of the signs, in [−1, 1]: every replica has one vote.</summary>
    Sign,
}
