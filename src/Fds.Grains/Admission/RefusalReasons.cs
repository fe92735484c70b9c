namespace Fds.Grains.Admission;

/// <summary>Why studies are refused, as a metric's label.</summary>
internal static class RefusalReasons
{
    /// <summary>Its data are outside the data folder.</summary>
    public const string Path = "path";

    /// <summary>No silo has the kind of device that it asks for.</summary>
    public const string Device = "device";

    /// <summary>Its file is too long.</summary>
    public const string Size = "size";

    /// <summary>Its name is invalid, or differs from the name of the grain it was sent to.</summary>
    public const string Name = "name";

    /// <summary>Its network is code that no silo loads.</summary>
    public const string Code = "code";

    /// <summary>Its data or its horizons do not allow what it asks for.</summary>
    public const string Plan = "plan";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Path, Code, Device, Size, Name, Plan];
}
