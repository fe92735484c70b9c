namespace Fds.Core.Adjoints;

/// <summary>Which states of a run reverse mode keeps, and so how often it trains again over the same steps.</summary>
public enum AdjointMemory
{
    /// <summary>Every state: T of them, and no step is taken again.</summary>
    All,

    /// <summary>About 2√T states: every step is taken twice.</summary>
    Segments,

    /// <summary>About 3∛T states: every step is taken three times.</summary>
    Levels,
}
