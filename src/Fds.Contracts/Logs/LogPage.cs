using System.Collections.Immutable;

namespace Fds.Contracts.Logs;

/// <summary>Some of the lines that a console asked for.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.LogPage")]
public sealed record LogPage
{
    /// <summary>The lines, first said first.</summary>
    [Id(0)]
    public required ImmutableArray<LogLine> Lines { get; init; }

    /// <summary>The silo's process, for the next question.</summary>
    [Id(1)]
    public required Guid Process { get; init; }

    /// <summary>What to ask for lines after.</summary>
    [Id(2)]
    public required long Last { get; init; }

    /// <summary>Whether there are more by now.</summary>
    [Id(3)]
    public required bool HasMore { get; init; }

    /// <summary>How many lines of these studies the silo has dropped so far to make room.</summary>
    [Id(4)]
    public long Dropped { get; init; }
}
