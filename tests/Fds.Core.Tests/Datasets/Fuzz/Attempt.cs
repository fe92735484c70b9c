using Fds.Core.Datasets;
using Fds.Core.Runtime;
using Fds.Testing;
using Fds.Testing.Fuzz;

namespace Fds.Core.Tests.Datasets.Fuzz;

/// <summary>One input that is loaded: it is a data set, or refused in words for people that name it; and nothing is left behind.</summary>
internal static class Attempt
{
    private const int LongestMessage = 8000;
    private const long MostMemory = 1L << 30;

    /// <summary>As much memory as always: what else runs on the machine must not change what comes out.</summary>
    private static readonly LoadLimits Limits = new(new HostMemory(() => MostMemory));

    /// <summary>Loads what lies in <paramref name="folder"/>.</summary>
    /// <returns>The data set; null where it is refused.</returns>
    public static ImageDataset? Load(TemporaryFolder folder, string name, string path) => (ImageDataset?)Load(folder, name, path, DatasetOptions.None);

    /// <summary>Loads a file of one's own that lies in <paramref name="folder"/>.</summary>
    /// <returns>The data set; null where it is refused.</returns>
    public static Dataset? Load(TemporaryFolder folder, string name, string path, DatasetOptions options)
    {
        string[] before = Listing(folder);
        long allocated = GC.GetTotalAllocatedBytes();
        Dataset? dataset = Load(name, path, options);
        Require(GC.GetTotalAllocatedBytes() - allocated < MostMemory, "It took more than 1 GiB of memory.");
        Require(before.SequenceEqual(Listing(folder)), "Files were made or taken away.");
        return dataset;
    }

    /// <summary>Fails with words where something does not hold.</summary>
    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FuzzException(otherwise);
        }
    }

    private static Dataset? Load(string name, string path, DatasetOptions options)
    {
        try
        {
            return DatasetLoader.LoadWithin(Limits, name, path, null, options: options);
        }
        catch (DatasetException refusal)
        {
            string said = refusal.Message;
            Require(Internals.In(said).Count == 0, $"It shows {string.Join(", ", Internals.In(said))}: {said}");
            Require(!said.Any(char.IsControl), $"It has control characters in it: {PrintableName.Of(said)}");
            Require(said.Contains(path, StringComparison.Ordinal), $"It does not name {path}: {said}");
            Require(said.Length < LongestMessage && said.EndsWith('.'), $"It is no sentence: {said}");
            Require(!said.Contains("Access to", StringComparison.Ordinal) && !said.Contains("found .", StringComparison.Ordinal) && !said.Contains("The data set images cannot be read", StringComparison.Ordinal), $"It does not read well: {said}");
            return null;
        }
    }

    private static string[] Listing(TemporaryFolder folder) => [.. Directory.EnumerateFileSystemEntries(folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal)];
}
