namespace Fds.Testing;

/// <summary>Finds the real data sets, golden values and schemas that tests read: an environment variable first, then <c>../shared</c>.</summary>
public static class SharedFolder
{
    /// <summary>The folder of data sets: <c>FDS_DATA</c>, else <c>../shared/data</c> beside the checkout; null where neither is there.</summary>
    public static string? Data => Find("FDS_DATA", "data");

    /// <summary>The folder of golden values: <c>FDS_GOLDEN</c>, else <c>../shared/golden</c> beside the checkout; null where neither is there.</summary>
    public static string? Golden => Find("FDS_GOLDEN", "golden");

    /// <summary>The folder of schemas for offline checks: <c>FDS_SCHEMAS</c>, else <c>../shared/schemas</c> beside the checkout; null where neither is there.</summary>
    public static string? Schemas => Find("FDS_SCHEMAS", "schemas");

    /// <summary>The root of this checkout: the nearest folder above the tests that has the solution file.</summary>
    public static string Checkout { get; } = Above(AppContext.BaseDirectory, "Fds.Cluster.sln")
        ?? throw new InvalidOperationException($"No Fds.Cluster.sln above {AppContext.BaseDirectory}. Run the tests from a checkout.");

    private static string? Find(string variable, string folder)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        string beside = Path.GetFullPath(Path.Combine(Checkout, "..", "shared", folder));
        return Directory.Exists(beside) ? beside : null;
    }

    private static string? Above(string start, string file)
    {
        for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, file)))
            {
                return at.FullName;
            }
        }

        return null;
    }
}
