using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>What was read of a study's data, and what was not.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DataSummary")]
public sealed record DataSummary
{
    /// <summary>Rows of an image, in pixels.</summary>
    [Id(0)]
    public required int Height { get; init; }

    /// <summary>Columns of an image, in pixels.</summary>
    [Id(1)]
    public required int Width { get; init; }

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    [Id(2)]
    public required int Channels { get; init; }

    /// <summary>The classes, in the order of their labels.</summary>
    [Id(3)]
    public required ImmutableArray<ClassCount> Classes { get; init; }

    /// <summary>Images that were turned or mirrored, as their EXIF data say.</summary>
    [Id(4)]
    public int Turned { get; init; } = 0;

    /// <summary>What lay beside the images and was not read, each kind with its reason.</summary>
    [Id(5)]
    public ImmutableArray<DataRemark> PassedOver { get; init; } = [];

    /// <summary>What the data set has as it was published, and has not here.</summary>
    [Id(6)]
    public ImmutableArray<DataRemark> Missing { get; init; } = [];

    /// <summary>Bytes of the images and labels on the device.</summary>
    [Id(7)]
    public required long Bytes { get; init; }

    /// <summary>Of a network of the user's own, the first digits of its file's SHA-256; null: a built-in network.</summary>
    [Id(245)]
    public string? Model { get; init; }
}
