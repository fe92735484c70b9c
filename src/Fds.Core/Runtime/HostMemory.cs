using System.Globalization;

namespace Fds.Core.Runtime;

/// <summary>How much memory of this host a process can still have.</summary>
/// <remarks>
/// Linux' own estimate (MemAvailable), or what the limits of the process's control groups leave, where that is less. Files that were
/// read lately count as free, as the system gives them up first.
/// </remarks>
public sealed class HostMemory
{
    private readonly Func<long> free;

    internal HostMemory(Func<long> free) => this.free = free;

    /// <summary>This host's.</summary>
    public static HostMemory Here { get; } = new(() => Measure("/"));

    /// <summary>Bytes that are free now; the largest number where the system does not say.</summary>
    public long FreeBytes() => free();

    /// <summary>What the files of a system whose root is this folder say.</summary>
    internal static long Measure(string root)
    {
        string[] groups = Lines(Path.Combine(root, "proc/self/cgroup"));
        string all = Path.Combine(root, "sys/fs/cgroup");
        return new[]
        {
            Number(Lines(Path.Combine(root, "proc/meminfo")), "MemAvailable:") * 1024 ?? long.MaxValue,
            Left(all, Group(groups, fields => fields[0] == "0"), "memory.max", "memory.current", "inactive_file"),
            Left(Path.Combine(all, "memory"), Group(groups, fields => fields[1].Split(',').Contains("memory")), "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        }.Min();
    }

    private static string? Group(string[] groups, Func<string[], bool> isIt) =>
        groups.Select(line => line.Split(':', 3)).FirstOrDefault(fields => fields.Length == 3 && isIt(fields))?[2].Trim('/');

    /// <summary>The least that the limits of a control group and of those above it leave.</summary>
    private static long Left(string all, string? group, string limit, string used, string cached)
    {
        long least = long.MaxValue;
        for (string? path = group; path is not null; path = path.Length == 0 ? null : Path.GetDirectoryName(path))
        {
            string folder = Path.Combine(all, path);
            if (Number(Lines(Path.Combine(folder, limit))) is { } most && Number(Lines(Path.Combine(folder, used))) is { } now)
            {
                least = Math.Min(least, Math.Max(0, most - now + (Number(Lines(Path.Combine(folder, "memory.stat")), cached) ?? 0)));
            }
        }

        return least;
    }

    /// <summary>The number on the first line, or on that which begins with a name; null where there is none.</summary>
    private static long? Number(string[] lines, string name = "") =>
        lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(words => words.Length > 0 && (name.Length == 0 || words[0] == name)) is { } words
        && long.TryParse(words[name.Length == 0 ? 0 : Math.Min(1, words.Length - 1)], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    private static string[] Lines(string file)
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
