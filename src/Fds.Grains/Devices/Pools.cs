namespace Fds.Grains.Devices;

/// <summary>The pools of devices that work can ask for.</summary>
internal static class Pools
{
    public const string Cpu = "cpu";

    public const string Cuda = "cuda";

    public static IReadOnlyList<string> All { get; } = [Cpu, Cuda];
}
