using Fds.Core.Greedy;
using Fds.Core.Schedules;
using Fds.Core.Tests.Datasets;
using Fds.Core.Tests.Training;
using Fds.Core.Training;
using Xunit;

namespace Fds.Core.Tests.Greedy;

public sealed class FluctuationRunTests
{
    private const int Steps = 6;

    public FluctuationRunTests() => TorchTests.Prepare();

    /// <summary>In windows of one step the greedy hypergradient is that of a run that ends with the step: both see all that is held out.</summary>
    [Fact]
    public void Run_WithAWindowPerStep_HasTheHypergradientsOfRunsThatEndThere()
    {
        using GreedyStudy study = new();
        double[] rates = [.. Enumerable.Range(0, Steps).Select(i => 0.08 - (0.01 * i))];

        FluctuationResult found = Execute(study.Setting(Steps), Schedules(rates));

        HypergradientResult whole = HypergradientRun.Execute(study.Setting(Steps), Schedules(rates), _ => true, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal<IEnumerable<double>>(whole.Hypergradient, found.Hypergradient);
        Assert.Equal(whole.Evaluation, found.Evaluation);
        for (int t = 0; t < Steps; t++)
        {
            HypergradientResult until = HypergradientRun.Execute(
                study.Setting(t + 1), Schedules(rates[..(t + 1)]), _ => true, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(until.Hypergradient[t], found.GreedyHypergradient[t], 1e-12);
        }

        Assert.Equal(found.GreedyHypergradient[Steps - 1], found.Hypergradient[Steps - 1], 1e-12);
    }

    [Fact]
    public void Run_WithWindows_AveragesOverTheirStepsInTheOrderOfTheColumns()
    {
        using GreedyStudy study = new();
        FluctuationResult perStep = Execute(study.Setting(Steps), new(new([.. Enumerable.Repeat(0.05, Steps)]), new([.. Enumerable.Repeat(0.6, Steps)]), Schedule.Constant(0.01)));

        FluctuationResult windows = Execute(study.Setting(Steps), new(new([0.05, 0.05, 0.05]), new([0.6, 0.6]), Schedule.Constant(0.01)));

        double[] steps = [.. perStep.GreedyHypergradient];
        Assert.Equal(6, windows.GreedyHypergradient.Length);
        Assert.Equal(
            [.. steps[..Steps].Chunk(2).Select(chunk => chunk.Average()), .. steps[Steps..(2 * Steps)].Chunk(3).Select(chunk => chunk.Average()), steps[^1]],
            windows.GreedyHypergradient.ToArray(),
            (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void Run_ThatDiverges_SaysSo()
    {
        using GlyphStudy study = new();

        FluctuationResult found = Execute(study.Setting(30), GlyphStudy.Constant(1e6, weightDecay: 1));

        Assert.Equal(RunEnding.Diverged, found.Ending);
        Assert.Empty(found.Hypergradient);
        Assert.Empty(found.GreedyHypergradient);
    }

    [Fact]
    public void Run_LeavesNoTensorBehind()
    {
        using GreedyStudy study = new();

        LiveTensors.AssertUnchanged(() => Execute(study.Setting(3), Schedules([0.05, 0.05, 0.05])));
    }

    private static PerKind<Schedule> Schedules(double[] rates) => new(new([.. rates]), Schedule.Constant(0.6), Schedule.Constant(0.01));

    private static FluctuationResult Execute(TrainingSetting setting, PerKind<Schedule> schedules) =>
        FluctuationRun.Execute(setting, schedules, _ => true, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
}
