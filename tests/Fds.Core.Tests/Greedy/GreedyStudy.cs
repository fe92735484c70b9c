using Fds.Core.Greedy;
using Fds.Core.Schedules;
using Fds.Core.Tests.Training;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Greedy;

/// <summary>Forty drawn digits in float64, twelve of them held out: a mini-batch of held-out examples is all of them, in some order.</summary>
internal sealed class GreedyStudy : IDisposable
{
    private static readonly ValueRange Anything = new(-1e9, 1e9);
    private readonly GlyphStudy glyphs = new(trainingCount: 40);

    public static PerKind<GreedyHyperparameter> Initial { get; } = new(new(0.05, Anything), new(0.6, Anything), new(0.01, Anything));

    /// <summary>All kinds move by the same multiple of their hypergradients.</summary>
    public static GreedySettings Settings(GreedyMethod method, double step, int interval = 1) => new()
    {
        Method = method,
        Hyperparameters = Initial.Select(each => each with { Step = step }),
        Interval = interval,
    };

    public TrainingSetting Setting(int steps) => glyphs.Setting(steps) with { BatchSize = 14, Type = ScalarType.Float64 };

    public void Dispose() => glyphs.Dispose();
}
