namespace Fds.Contracts.Studies;

/// <summary>How hypergradients are computed.</summary>
[GenerateSerializer]
[Alias("fds.HypergradientMode")]
public enum HypergradientMode
{
    /// <summary>Whichever is expected to take less time.</summary>
    Auto,

    /// <summary>With tangents of every learned window, which are carried along.</summary>
    Forward,

    /// <summary>With the adjoint of the run, at a price that does not grow with the number of windows.</summary>
    Reverse,
}
