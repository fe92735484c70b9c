using Fds.Core.Datasets.Glyphs;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

/// <summary>A few hundred drawn digits and an mlp: trains in a fraction of a second.</summary>
internal sealed class GlyphStudy(int trainingCount = 1000) : IDisposable
{
    public static readonly RunSeeds Seeds = new(StudySeed: 1, Replica: 0, OuterStep: 0);

    private readonly DeviceData data = new(GlyphSet.Create(trainingCount, testCount: 600), CPU);

    public DeviceData Data => data;

    public static PerKind<Schedule> Constant(double learningRate, double momentum = 0.9, double weightDecay = 0) =>
        new(Schedule.Constant(learningRate), Schedule.Constant(momentum), Schedule.Constant(weightDecay));

    public TrainingSetting Setting(int steps, string network = "mlp") => new()
    {
        Network = NetworkFactory.Create(network, 1, 28, 28, 10),
        Data = data,
        BatchSize = 32,
        Horizon = Horizon.OfSteps(steps),
        ValidationFraction = 0.3,
        WeightScheme = WeightScheme.Default,
    };

    public void Dispose() => data.Dispose();
}
