using System.Globalization;

namespace Fds.Cluster.Tests.Processes;

/// <summary>A silo's memory in bytes.</summary>
/// <param name="Resident">What the system holds for it in memory.</param>
/// <param name="Committed">What the managed heap has taken from the system.</param>
/// <param name="Live">What the last collection left in the managed heap, without the holes.</param>
internal sealed record SiloMemory(long Resident, long Committed, long Live)
{
    private const double Mebibyte = 1 << 20;

    /// <summary>What is outside the managed heap: code, libtorch, allocators' reserves.</summary>
    public long Unmanaged => Resident - Committed;

    public static async Task<SiloMemory> Of(SiloProcess silo)
    {
        using HttpClient http = new();
        string[] metrics = (await http.GetStringAsync(silo.Metrics)).Split('\n');
        long Sum(string name) => metrics.Where(line => line.StartsWith(name + "{", StringComparison.Ordinal)).Sum(line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        return new(
            silo.ResidentBytes,
            Sum("dotnet_gc_last_collection_memory_committed_size_bytes"),
            Sum("dotnet_gc_last_collection_heap_size_bytes") - Sum("dotnet_gc_last_collection_heap_fragmentation_size_bytes"));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Resident / Mebibyte:F1} MiB resident, {Committed / Mebibyte:F1} MiB of it committed to the managed heap, {Live / Mebibyte:F2} MiB live there");
}
