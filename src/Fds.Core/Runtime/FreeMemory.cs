using System.Globalization;

namespace Fds.Core.Runtime;

/// <summary>Memory that is free now.</summary>
public static class FreeMemory
{
    private const string Group = "/sys/fs/cgroup";

    /// <summary>Bytes that this process can still take of the host's memory: what the system has available, and no more than its control group allows.</summary>
    public static long OfHost() => Math.Max(0, Math.Min(Available() ?? long.MaxValue, OfGroup() ?? long.MaxValue));

    /// <summary>Bytes free on a CUDA device; null where that is not known.</summary>
    /// <param name="ordinal">The device's number, from 0, as libtorch counts.</param>
    public static long? OfCuda(int ordinal) => CudaDriver.MemoryBytes(ordinal) - (CudaDriver.UsedMemoryBytes(ordinal) ?? 0);

    private static long? Available() => First(ReadLines("/proc/meminfo").Where(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])) * 1024;

    /// <summary>Of a control group of version 2; null where there is none or it has no limit.</summary>
    private static long? OfGroup() => First(ReadLines($"{Group}/memory.max")) - First(ReadLines($"{Group}/memory.current"));

    private static long? First(IEnumerable<string> numbers) =>
        long.TryParse(numbers.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
