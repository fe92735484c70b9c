using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>What was read of a study's data, and what was not.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DataSummary")]
public sealed record DataSummary
{
    /// <summary>Rows of an image, in pixels; 0 of other data.</summary>
    [Id(0)]
    public required int Height { get; init; }

    /// <summary>Columns of an image, in pixels; 0 of other data.</summary>
    [Id(1)]
    public required int Width { get; init; }

    /// <summary>1 for grey, 3 for red, green, blue; 0 of other data.</summary>
    [Id(2)]
    public required int Channels { get; init; }

    /// <summary>The classes, in the order of their labels; empty where targets are real numbers, or classes at positions.</summary>
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

    /// <summary>Shape of an example's input; empty of images.</summary>
    [Id(309)]
    public ImmutableArray<long> Shape { get; init; } = [];

    /// <summary>Examples to train on and to validate on; null: those of all classes.</summary>
    [Id(310)]
    public int? Training { get; init; }

    /// <summary>Examples to test on; null: those of all classes.</summary>
    [Id(311)]
    public int? Test { get; init; }

    /// <summary>Different tokens of the inputs; null: they are numbers.</summary>
    [Id(312)]
    public int? Vocabulary { get; init; }

    /// <summary>How a real target was standardised; null where it was not, and of classes.</summary>
    [Id(313)]
    public TargetSummary? Target { get; init; }

    /// <summary>Classes that a prediction names one of; null: targets are real numbers.</summary>
    [Id(314)]
    public int? ClassesOfTargets { get; init; }

    /// <summary>Examples to train on and to validate on.</summary>
    public int TrainingExamples => Training ?? Classes.Sum(each => each.Training);

    /// <summary>Examples to test on.</summary>
    public int TestExamples => Test ?? Classes.Sum(each => each.Test);

    /// <summary>Whether they are images.</summary>
    public bool IsOfImages => Shape.IsDefaultOrEmpty;

    /// <summary>Number of classes; 0 where targets are real numbers.</summary>
    public int NumberOfClasses => ClassesOfTargets ?? Classes.Length;
}
