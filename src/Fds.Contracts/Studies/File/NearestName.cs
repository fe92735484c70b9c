namespace Fds.Contracts.Studies.File;

/// <summary>Finds the known name that a misspelt one was probably meant to be.</summary>
public static class NearestName
{
    private const int LongestCompared = 64;

    /// <summary>The known name that is nearest; null where none is near.</summary>
    /// <param name="name">The name that was found.</param>
    /// <param name="known">The names that are known.</param>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string lower = name.ToLowerInvariant();
        (string Name, int Distance) best = known.Select(candidate => (candidate, Distance(lower, candidate.ToLowerInvariant()))).DefaultIfEmpty(("", int.MaxValue)).MinBy(pair => pair.Item2);
        return best.Distance < lower.Length && best.Distance <= Math.Max(2, name.Length / 3) ? best.Name : null;
    }

    /// <summary>A hint such as <c> Did you mean 'momentum'?</c>, or nothing where no name is near.</summary>
    /// <param name="name">The name that was found.</param>
    /// <param name="known">The names that are known.</param>
    public static string Hint(string name, IEnumerable<string> known) => Find(name, known) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>Levenshtein distance over the first characters.</summary>
    private static int Distance(string a, string b)
    {
        a = a.Length > LongestCompared ? a[..LongestCompared] : a;
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
