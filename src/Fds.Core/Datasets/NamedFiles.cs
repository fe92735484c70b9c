using System.Collections.Immutable;

namespace Fds.Core.Datasets;

/// <summary>Files or folders that share a fate, of which the first are named.</summary>
/// <param name="Reason">What became of them and why, e.g. <c>images deeper than a class folder</c>.</param>
/// <param name="Count">How many they are.</param>
/// <param name="First">The names of the first three, in their order.</param>
public sealed record NamedFiles(string Reason, int Count, ImmutableArray<string> First)
{
    private const int MostNames = 3;

    /// <summary>Those of a list, or nothing where it is empty.</summary>
    internal static IEnumerable<NamedFiles> Of(string reason, IReadOnlyCollection<string> names) =>
        names.Count == 0 ? [] : [new(reason, names.Count, [.. names.Take(MostNames)])];

    /// <summary>The first names in one line, with a sign where there are more.</summary>
    internal static string Line(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? ", …" : "");
}
