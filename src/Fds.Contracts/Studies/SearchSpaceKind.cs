namespace Fds.Contracts.Studies;

/// <summary>What black-box methods search.</summary>
[GenerateSerializer]
[Alias("fds.SearchSpaceKind")]
public enum SearchSpaceKind
{
    /// <summary>A value for each learned window, as fds learns them.</summary>
    Windows,

    /// <summary>A warm-up and a cosine for the learning rate, with its peak, the warm-up's share of the run and the end's share of the peak; one value for each other kind.</summary>
    Shapes,
}
