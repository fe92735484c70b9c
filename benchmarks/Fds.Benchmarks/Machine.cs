using System.Runtime.InteropServices;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    private const int Side = 1024;

    public static string Describe(int threads)
    {
        string processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
            : "unknown";
        return $"{processor}, {Environment.ProcessorCount} cores, {threads} threads used, {RuntimeInformation.OSDescription}, libtorch {TorchRuntime.LibtorchVersion}, " +
            $"{MatrixRate(threads) / 1e9:F0} GFLOP/s in a {Side}³ float32 product";
    }

    /// <summary>Floating-point operations per second of a large matrix product.</summary>
    public static double MatrixRate(int threads)
    {
        TorchRuntime.UseThreads(threads);
        using Tensor a = randn(Side, Side);
        using Tensor b = randn(Side, Side);
        double milliseconds = Clock.Medians(20, () => a.mm(b).Dispose())[0];
        return 2.0 * Side * Side * Side / milliseconds * 1e3;
    }

    /// <summary>The most memory this process has held at once, in bytes.</summary>
    public static long PeakMemory()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }
}
