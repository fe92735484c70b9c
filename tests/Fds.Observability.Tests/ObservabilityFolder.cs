namespace Fds.Observability.Tests;

/// <summary>What operators take: dashboards, rules and the configuration of Prometheus.</summary>
internal static class ObservabilityFolder
{
    /// <summary>The dashboards' files, relative to the folder.</summary>
    public static IReadOnlyList<string> Dashboards { get; } =
        [.. Directory.EnumerateFiles(At("dashboards"), "*.json").Select(file => $"dashboards/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)];

    public static string At(string file) => Path.Combine(SharedFolder.Checkout, "observability", file);

    public static string Read(string file) => File.ReadAllText(At(file));
}
