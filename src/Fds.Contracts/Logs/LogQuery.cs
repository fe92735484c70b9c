using System.Collections.Immutable;

namespace Fds.Contracts.Logs;

/// <summary>Which lines a console asks a silo for.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.LogQuery")]
public sealed record LogQuery
{
    /// <summary>Lines of these studies and no others.</summary>
    [Id(0)]
    public required ImmutableArray<string> Studies { get; init; }

    /// <summary>The process that <see cref="After"/> counts lines of; null: none yet.</summary>
    [Id(1)]
    public Guid? Process { get; init; }

    /// <summary>Lines after this one, where the process is still the same; else all.</summary>
    [Id(2)]
    public long After { get; init; }

    /// <summary>Lines about the replica, trial or run of this number; null: all.</summary>
    [Id(3)]
    public int? Replica { get; init; }

    /// <summary>Lines that are at most so old; null: all that are kept.</summary>
    [Id(4)]
    public TimeSpan? Age { get; init; }

    /// <summary>Lines from this time on; null: all that are kept.</summary>
    [Id(5)]
    public DateTimeOffset? From { get; init; }
}
