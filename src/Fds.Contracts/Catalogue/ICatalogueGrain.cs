using Orleans.Concurrency;

namespace Fds.Contracts.Catalogue;

/// <summary>Names and states of all studies. Key: 0 for the only shard.</summary>
[Alias("fds.ICatalogueGrain")]
public interface ICatalogueGrain : IGrainWithIntegerKey
{
    /// <summary>Notes a study's state.</summary>
    [Alias("Record")]
    [ResponseTimeout("00:00:10")]
    Task Record(StudySummary summary);

    /// <summary>Forgets a study. Has no effect where it is not listed.</summary>
    [Alias("Remove")]
    Task Remove(string name);

    /// <summary>Studies in order of names, from a name on (null: the first), at most <paramref name="size"/> of them.</summary>
    [Alias("List")]
    [AlwaysInterleave]
    Task<StudyPage> List(string? from, int size);
}
