namespace Fds.Contracts.Devices;

/// <summary>A device’s answer to a work order.</summary>
[GenerateSerializer]
[Alias("fds.StartCode")]
public enum StartCode
{
    /// <summary>It runs now.</summary>
    Accepted,

    /// <summary>This very attempt runs already.</summary>
    AlreadyRunning,

    /// <summary>Something else runs.</summary>
    Busy,

    /// <summary>The silo is stopping.</summary>
    Draining,
}
