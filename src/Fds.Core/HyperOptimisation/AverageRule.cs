namespace Fds.Core.HyperOptimisation;

/// <summary>How several replicas' values of one hypergradient are combined.</summary>
public enum AverageRule
{
    /// <summary>Their mean (Micaelli and Storkey, 2021, section 4).</summary>
    Mean,

    /// <summary>Their median; of an even number the mean of the two in the middle.</summary>
    Median,

    /// <summary>The mean of their signs: each has one vote.</summary>
    Sign,
}
