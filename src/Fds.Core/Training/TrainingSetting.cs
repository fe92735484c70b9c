using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Networks;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What all runs of a study of a network on data share.</summary>
public sealed record TrainingSetting : RunSetting
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>The data, on the device the run uses.</summary>
    public required DeviceData Data { get; init; }

    /// <summary>B: examples per mini-batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Share of the training set split off for validation.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>Augmentation of training images.</summary>
    public AugmentationOptions Augmentation { get; init; } = AugmentationOptions.None;

    /// <summary>How weights are drawn.</summary>
    public WeightScheme WeightScheme { get; init; }

    /// <inheritdoc/>
    public override long Weights => Network.Layout.Count;

    /// <inheritdoc/>
    public override int? Classes => Data.Dataset.Form.Classes;

    /// <inheritdoc/>
    internal override Tensor DrawWeights(RunSeeds seeds)
    {
        if (WeightScheme == WeightScheme.File)
        {
            return Network.OwnWeights?.Invoke(seeds.OwnWeights) ?? throw new FdsException($"The network {Network.Name} has no weights of its own.");
        }

        using Generator generator = seeds.NewWeights();
        return WeightInitialiser.Draw(Network.Layout, WeightScheme, Gain, generator, Type, Data.Device);
    }

    /// <inheritdoc/>
    internal override ILearningTask Learning(RunSeeds seeds) => new NetworkTask(this, seeds);

    /// <inheritdoc/>
    internal override IRunTask Retraining(RunSeeds seeds) => new RetrainingTask(this, seeds);

    /// <inheritdoc/>
    internal override IEnumerable<string> Facts() =>
    [
        .. Data.Dataset.Facts(),
        .. Network.Loss == Loss.CrossEntropy ? Array.Empty<string>() : [Network.Loss.Name],
        .. Network.OwnLoss is null ? Array.Empty<string>() : ["own loss"],
        $"{Network.Name} {Network.Layout.Count} {Type}",
        Invariant($"batch {BatchSize} epochs {Horizon.Epochs} steps {Horizon.Steps} validation {ValidationFraction:R}"),
        Invariant($"augmentation {Augmentation.CropPadding} {Augmentation.Flip} {Augmentation.CutoutLength} {Augmentation.CutoutProbability:R}"),
        Invariant($"weights {WeightScheme} {Gain:R}"),
        Invariant($"clamps {GradientClamp:R} {HessianProductClamp:R} pruning {Pruning.Mode} {Pruning.Ratio:R}"),
        Invariant($"products {Curvature.Engine} {Curvature.Chunk} {Curvature.BatchFraction:R}"),
    ];
}
