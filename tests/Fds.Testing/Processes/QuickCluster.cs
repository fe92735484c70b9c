namespace Fds.Testing.Processes;

/// <summary>Settings of silos over a database that make tests quick.</summary>
public static class QuickCluster
{
    /// <summary>One slot, frequent reports and reminders, and the loopback address.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "--Fds:Slots=1", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.200", "--Fds:Registration=00:00:00.500",
        "--Fds:Cluster:AdvertisedAddress=127.0.0.1", "--Fds:Cluster:Reminder=00:00:05",
    ];

    /// <summary>Failure detection as it is by default where FDS_CLUSTER_DEFAULTS is set; else quicker, so that tests are.</summary>
    public static IReadOnlyList<string> Detection { get; } =
        Environment.GetEnvironmentVariable("FDS_CLUSTER_DEFAULTS") is { Length: > 0 } ? [] : ["--Fds:Cluster:ProbeTimeout=00:00:01", "--Fds:Cluster:SignOfLife=00:00:02"];
}
