namespace Fds.Contracts.DataFiles;

/// <summary>What one silo has of a file.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DataFileStatus")]
public sealed record DataFileStatus
{
    /// <summary>The silo's name.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>What it has.</summary>
    [Id(1)]
    public required DataFileCondition Condition { get; init; }

    /// <summary>Of a file that is coming, the bytes that are there.</summary>
    [Id(2)]
    public long Bytes { get; init; }

    /// <summary>Why it does not have the file, or why it does not take it; null where there is nothing to say.</summary>
    [Id(3)]
    public string? Reason { get; init; }

    /// <summary>Whether that may change by itself within moments.</summary>
    public bool IsUnderWay => Condition is DataFileCondition.Coming or DataFileCondition.Checking;
}
