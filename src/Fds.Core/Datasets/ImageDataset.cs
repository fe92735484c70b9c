using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Fds.Core.Training.Checkpoints;
using Fds.Core.Training.Judgement;
using static TorchSharp.torch;

namespace Fds.Core.Datasets;

/// <summary>Images with a class each, and how their pixels are normalised.</summary>
/// <param name="Name">The name it was asked for by.</param>
/// <param name="Training">Images to train on; validation images are split off these.</param>
/// <param name="Test">Images that are only ever tested on.</param>
/// <param name="Classes">Number of classes: every label is below it.</param>
/// <param name="Normalisation">Per-channel mean and standard deviation of the training pixels.</param>
public sealed record ImageDataset(string Name, LabelledImages Training, LabelledImages Test, int Classes, Normalisation Normalisation) : Dataset(Name)
{
    /// <summary>The classes' names, in the order of their labels: those of their folders, or the labels themselves.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [.. Enumerable.Range(0, Classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];

    /// <summary>How many images were turned or mirrored, because their EXIF data say how they are to be shown.</summary>
    public int Turned { get; init; }

    /// <inheritdoc/>
    public override ExampleForm Form => ExampleForm.OfImages(Training.Channels, Training.Height, Training.Width, Classes);

    /// <inheritdoc/>
    public override int TrainingCount => Training.Count;

    /// <inheritdoc/>
    public override int TestCount => Test.Count;

    /// <inheritdoc/>
    public override ImmutableArray<ClassSize> ClassSizes() => ClassSize.Of(ClassNames, Training.Labels.Select(label => (long)label), Test.Labels.Select(label => (long)label));

    /// <inheritdoc/>
    internal override Prior Prior() => ClassShares.Of(Training.Labels, Classes);

    /// <inheritdoc/>
    internal override DeviceExamples TrainingOn(Device device, bool release) => new DeviceImages(Training, Normalisation, device, release);

    /// <inheritdoc/>
    internal override DeviceExamples TestOn(Device device, bool release) => new DeviceImages(Test, Normalisation, device, release);

    /// <summary>Labels and normalisation stand for the pixels: other images under the same labels with the same moments are no accident.</summary>
    internal override IEnumerable<string> Facts() =>
    [
        $"{Name} {Training.Count} {Test.Count} {Classes} {Training.Channels}x{Training.Height}x{Training.Width}",
        Convert.ToHexString(SHA256.HashData(Training.Labels)),
        $"{RunFingerprint.Exact(Normalisation.Mean)} {RunFingerprint.Exact(Normalisation.StandardDeviation)}",
    ];
}
