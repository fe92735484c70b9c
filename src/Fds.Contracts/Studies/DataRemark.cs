using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>Files or folders of a data set that share a fate, of which the first are named.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DataRemark")]
public sealed record DataRemark
{
    /// <summary>What they are and why that matters, e.g. <c>images deeper than a class folder</c>.</summary>
    [Id(0)]
    public required string Reason { get; init; }

    /// <summary>How many they are.</summary>
    [Id(1)]
    public required int Count { get; init; }

    /// <summary>The names of the first three, in their order.</summary>
    [Id(2)]
    public required ImmutableArray<string> First { get; init; }

    /// <summary>As a line: what they are, how many, the first names.</summary>
    public string Line => $"{Reason} ({Count}): {string.Join(", ", First)}{(Count > First.Length ? ", …" : "")}";
}
