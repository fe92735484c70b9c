namespace Fds.Contracts.Studies;

/// <summary>How hypergradient descent changes the learning rate (Baydin et al., ICLR 2018).</summary>
[GenerateSerializer]
[Alias("fds.GreedyForm")]
public enum GreedyForm
{
    /// <summary>By a multiple of the hypergradient.</summary>
    Additive,

    /// <summary>By a factor of 1 plus a multiple of the hypergradient, normalised.</summary>
    Multiplicative,
}
