namespace Fds.Contracts.DataFiles;

/// <summary>A file that belongs into every silo's data folder.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DataFile")]
public sealed record DataFile
{
    /// <summary>Path in the data folder, its parts divided by '/'.</summary>
    [Id(0)]
    public required string Path { get; init; }

    /// <summary>Length in bytes.</summary>
    [Id(1)]
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of its content, 64 lower-case hexadecimal digits.</summary>
    [Id(2)]
    public required string Sha256 { get; init; }

    /// <summary>Whether it replaces other content under its name.</summary>
    [Id(3)]
    public bool Replaces { get; init; }

    /// <summary>When it was put into the cluster.</summary>
    [Id(4)]
    public DateTimeOffset PutAt { get; init; }

    /// <summary>Whether the content is the same.</summary>
    public bool IsSameAs(DataFile other) => Sha256 == other.Sha256 && Bytes == other.Bytes;
}
