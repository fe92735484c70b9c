namespace Fds.Contracts.Studies;

/// <summary>How an inner step makes weights of a gradient.</summary>
[GenerateSerializer]
[Alias("fds.Optimiser")]
public enum Optimiser
{
    /// <summary>SGD with momentum and weight decay.</summary>
    Sgd,

    /// <summary>SGD with Nesterov's momentum and weight decay.</summary>
    Nesterov,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,
}
