namespace Fds.Grains;

/// <summary>The names of storage providers.</summary>
public static class StorageNames
{
    /// <summary>The provider that holds all grain state.</summary>
    public const string Fds = "fds";
}
