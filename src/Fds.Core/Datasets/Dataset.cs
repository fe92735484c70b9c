using System.Collections.Immutable;
using System.Globalization;

namespace Fds.Core.Datasets;

/// <summary>A data set in host memory: what is trained on, what is tested on, and how its pixels are normalised.</summary>
/// <param name="Name">The name it was asked for by.</param>
/// <param name="Training">Images to train on; validation images are split off these.</param>
/// <param name="Test">Images that are only ever tested on.</param>
/// <param name="Classes">Number of classes: every label is below it.</param>
/// <param name="Normalisation">Per-channel mean and standard deviation of the training pixels.</param>
public sealed record Dataset(string Name, LabelledImages Training, LabelledImages Test, int Classes, Normalisation Normalisation)
{
    /// <summary>The classes' names, in the order of their labels: those of their folders, or the labels themselves.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [.. Enumerable.Range(0, Classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Files beside the images that were passed over, each kind with its reason.</summary>
    public ImmutableArray<NamedFiles> PassedOver { get; init; } = [];

    /// <summary>Parts of the published data set that are missing here.</summary>
    public ImmutableArray<NamedFiles> Missing { get; init; } = [];

    /// <summary>How many images were turned or mirrored, because their EXIF data say how they are to be shown.</summary>
    public int Turned { get; init; }
}
