using System.Collections.Immutable;

namespace Fds.Core.Datasets;

/// <summary>What one example looks like: what a network is given, and what it has to say of it.</summary>
public sealed record ExampleForm
{
    private const int DimensionsOfImages = 3;

    /// <summary>Shape of an example's input, e.g. [C, H, W] of an image, [D] of a row of a table, [T] of a block of text.</summary>
    public required ImmutableArray<long> Input { get; init; }

    /// <summary>Inputs are tokens from 0 to below this, as int64; null: they are real numbers.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Targets are classes from 0 to below this, as int64; null: they are real numbers.</summary>
    public int? Classes { get; init; }

    /// <summary>Targets of an example: 1, of a block of text one for each of its positions, or as many real numbers as it has.</summary>
    public int Targets { get; init; } = 1;

    /// <summary>Width of a network's last layer: the number of classes, or of real numbers that an example has.</summary>
    public int Outputs => Classes ?? Targets;

    /// <summary>Whether inputs are images, [C, H, W].</summary>
    public bool IsImage => Vocabulary is null && Input.Length == DimensionsOfImages;

    /// <summary>Numbers of an example's input.</summary>
    public long InputLength => Input.Aggregate(1L, (product, side) => product * side);

    /// <summary>The form of images with a class each.</summary>
    public static ExampleForm OfImages(int channels, int height, int width, int classes) => new() { Input = [channels, height, width], Classes = classes };

    /// <summary>The form in words, e.g. <c>8 numbers, 1 real target</c>.</summary>
    public override string ToString() =>
        $"inputs of shape [{string.Join(", ", Input)}]{(Vocabulary is { } tokens ? $", tokens below {tokens}" : "")}, {(Classes is { } classes ? $"{classes} classes" : "real targets")}{(Targets > 1 ? $", {Targets} targets each" : "")}";
}
