namespace Fds.Contracts.Studies;

/// <summary>How an outer step makes the next values of the replicas' hypergradients.</summary>
[GenerateSerializer]
[Alias("fds.OuterRule")]
public enum OuterRule
{
    /// <summary>The paper's: a step of fixed length against the sign of the mean, shortened when the sign flips.</summary>
    Sign,

    /// <summary>Adam on each value's scale, with bounded influence of every replica and a margin from the edge of stability.</summary>
    Adam,
}
