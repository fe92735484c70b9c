using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;

namespace Fds.Client.Rendering;

/// <summary>A cluster as tables.</summary>
internal static class ClusterTables
{
    private const double Gibibyte = 1 << 30;

    public static Grid Silos(ClusterOverview cluster) => new(
        ["silo", "status", "slots", "busy", "address"],
        [
            .. cluster.Silos.Select(IReadOnlyList<string> (silo) =>
            {
                DeviceStatus[] devices = [.. Devices(cluster).Where(device => device.Silo == silo.Address)];
                return [silo.Name, silo.Status, devices.Length.ToString(), devices.Count(device => device.Current is not null).ToString(), silo.Address];
            }),
        ]);

    public static Grid Slots(ClusterOverview cluster) => new(
        ["device", "pool", "hardware", "runs", "attempt", "for"],
        [
            .. Devices(cluster).Select(IReadOnlyList<string> (device) =>
            [
                device.Device, device.Pool, Hardware(device), device.Current is { } work ? Words.Name(work) : device.Draining ? "draining" : "idle",
                device.Current is null ? "-" : device.Attempt.ToString(), device.Current is null ? "-" : Words.Span(TimeSpan.FromSeconds(device.RunningSeconds)),
            ]),
        ]);

    /// <summary>The head of every queue, first to start first.</summary>
    public static Grid Queue(ClusterOverview cluster, int most) => new(
        ["place", "pool", "study", "work"],
        [
            .. from pool in cluster.Pools
               from waiting in pool.Queue.Take(most).Select((key, place) => (key, place))
               select (IReadOnlyList<string>)[$"{waiting.place + 1} of {pool.QueueLength}", pool.Pool, waiting.key.Study, Words.Work(waiting.key)],
        ]);

    public static string Heading(ClusterOverview cluster)
    {
        int slots = Devices(cluster).Count();
        return $"{Words.Time(cluster.At)}  {cluster.Silos.Length} silos, {Devices(cluster).Count(device => device.Current is not null)} of {slots} slots busy, {cluster.Pools.Sum(pool => pool.QueueLength)} waiting";
    }

    private static IEnumerable<DeviceStatus> Devices(ClusterOverview cluster) => cluster.Pools.SelectMany(pool => pool.Devices);

    private static string Hardware(DeviceStatus device) =>
        device.Hardware + (device.MemoryBytes is { } bytes ? $", {bytes / Gibibyte:F0} GiB" : device.Threads > 0 ? $", {device.Threads} threads" : "");
}
