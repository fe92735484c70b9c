using System.Collections.Immutable;

namespace Fds.Contracts.DataFiles;

/// <summary>A file, and what every silo that is up has of it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DataFileReport")]
public sealed record DataFileReport
{
    /// <summary>The file.</summary>
    [Id(0)]
    public required DataFile File { get; init; }

    /// <summary>The silos, in order of their names.</summary>
    [Id(1)]
    public required ImmutableArray<DataFileStatus> Silos { get; init; }

    /// <summary>Why the cluster does not take the file, or does not remove it; null where it does.</summary>
    [Id(2)]
    public string? Refusal { get; init; }

    /// <summary>Whether every silo has the file.</summary>
    public bool IsEverywhere => Silos.All(silo => silo.Condition == DataFileCondition.Here);

    /// <summary>How many silos have it.</summary>
    public int Holders => Silos.Count(silo => silo.Condition == DataFileCondition.Here);
}
