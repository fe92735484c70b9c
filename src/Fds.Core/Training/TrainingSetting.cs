using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Tangents;
using Fds.Core.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What all runs of a study share: network, data and the inner problem but for its schedules and seeds.</summary>
public sealed record TrainingSetting
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>The data, on the device the run uses.</summary>
    public required DeviceData Data { get; init; }

    /// <summary>B: examples per mini-batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How long the run is.</summary>
    public required Horizon Horizon { get; init; }

    /// <summary>Share of the training set split off for validation.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>Augmentation of training images.</summary>
    public AugmentationOptions Augmentation { get; init; } = AugmentationOptions.None;

    /// <summary>How weights are drawn.</summary>
    public WeightScheme WeightScheme { get; init; }

    /// <summary>Scale of the weights.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>float32 or float64.</summary>
    public ScalarType Type { get; init; } = ScalarType.Float32;

    /// <summary>G, or null.</summary>
    public double? GradientClamp { get; init; }

    /// <summary>Hmax, or null.</summary>
    public double? HessianProductClamp { get; init; }

    /// <summary>How Hessian products are computed.</summary>
    public CurvatureOptions Curvature { get; init; } = CurvatureOptions.Default;

    /// <summary>Pruning of tangent updates.</summary>
    public Pruning Pruning { get; init; }

    /// <summary>How a step makes weights and velocity of a gradient.</summary>
    public IUpdateRule Rule { get; init; } = SgdRule.Instance;

    /// <summary>Hypergradients by reverse mode, and which states it keeps; null: by forward mode.</summary>
    public AdjointMemory? Reverse { get; init; }

    /// <summary>Whether float32 products are computed in TensorFloat-32: see <see cref="Runtime.AcceleratorArithmetic"/>, which decides it.</summary>
    public bool UsesTf32 { get; init; }

    /// <summary>Initial weights, shape [P], on the data's device, in the caller's dispose scope.</summary>
    internal Tensor DrawWeights(RunSeeds seeds)
    {
        using Generator generator = seeds.NewWeights();
        return WeightInitialiser.Draw(Network.Layout, WeightScheme, Gain, generator, Type, Data.Device);
    }
}
