namespace Fds.Contracts.Studies;

/// <summary>Which states of a run of T inner steps reverse mode keeps.</summary>
[GenerateSerializer]
[Alias("fds.ReverseMemory")]
public enum ReverseMemory
{
    /// <summary>As many as fit the memory that the device has free.</summary>
    Auto,

    /// <summary>All: 4 gradient steps an inner step.</summary>
    All,

    /// <summary>About 2√T: 5 gradient steps an inner step.</summary>
    Segments,

    /// <summary>About 3∛T: 6 gradient steps an inner step.</summary>
    Levels,
}
