using Fds.Core.Runtime;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Quadratics;

/// <summary>
/// The setting that all runs of a study of the quadratic problem share: eight weights drawn about 0, and no data. An epoch is one inner
/// step.
/// </summary>
public sealed record QuadraticSetting : RunSetting
{
    /// <summary>Where it runs.</summary>
    public required Device Device { get; init; }

    /// <inheritdoc/>
    public override long Weights => QuadraticProblem.Weights;

    /// <inheritdoc/>
    internal override Tensor DrawWeights(RunSeeds seeds)
    {
        using Generator generator = seeds.NewWeights();
        return randn([QuadraticProblem.Weights], ScalarType.Float64, CPU, generator: generator).Scale(Gain).to(Type, Device);
    }

    /// <inheritdoc/>
    internal override ILearningTask Learning(RunSeeds seeds) => new QuadraticTask(this);

    /// <inheritdoc/>
    internal override IRunTask Retraining(RunSeeds seeds) => new QuadraticTask(this);

    /// <inheritdoc/>
    internal override IEnumerable<string> Facts() =>
        [FormattableString.Invariant($"quadratic {Horizon.Epochs} {Horizon.Steps} {Gain:R} {Type} clamps {GradientClamp:R} {HessianProductClamp:R} pruning {Pruning.Mode} {Pruning.Ratio:R}")];
}
