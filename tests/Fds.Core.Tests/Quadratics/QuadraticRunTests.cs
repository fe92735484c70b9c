using Fds.Core.Quadratics;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Datasets;
using Fds.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Quadratics;

/// <summary>The shipped problem against what can be worked out by hand.</summary>
public sealed class QuadraticRunTests
{
    private const int Horizon = 12;
    private static readonly RunSeeds Seeds = new(StudySeed: 3, Replica: 1, OuterStep: 2);
    private static readonly QuadraticSetting Setting = new() { Horizon = Core.Training.Horizon.OfSteps(Horizon), Gain = 1, Type = ScalarType.Float64, Device = CPU };

    public QuadraticRunTests() => TorchTests.Prepare();

    /// <summary>ĥ_j = − Σ a² e_T² / (1 − α_j a), with e_T = e_0 Π (1 − α_j a)^N_j.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.1, 0.5)]
    [InlineData(0.2, 0.4, 0.6, 0.1)]
    public void Hypergradient_OfLearningRates_IsTheClosedForm(params double[] rates)
    {
        PerKind<Schedule> schedules = new(new([.. rates]), Schedule.Constant(0), Schedule.Constant(0));
        HypergradientResult found = HypergradientRun.Execute(Setting, schedules, kind => kind == HyperparameterKind.LearningRate, Seeds, cancellationToken: TestContext.Current.CancellationToken);

        double[] start = Start();
        double loss = 0;
        double[] expected = new double[rates.Length];
        for (int i = 0; i < QuadraticProblem.Weights; i++)
        {
            double a = (i + 1) / 8.0;
            double error = rates.Aggregate(start[i] - 1, (e, rate) => e * Math.Pow(1 - (rate * a), Horizon / rates.Length));
            loss += a * error * error / 2;
            for (int j = 0; j < rates.Length; j++)
            {
                expected[j] -= a * a * error * error / (1 - (rates[j] * a));
            }
        }

        Assert.Equal((RunEnding.Completed, Horizon), (found.Ending, found.Steps));
        Assert.Equal(expected, found.Hypergradient.ToArray(), (x, y) => Math.Abs(x - y) <= 1e-12 * Math.Abs(x));
        Assert.Equal(loss, found.Evaluation.Loss, 1e-13);
        Assert.Equal(1 / (1 + loss), found.Evaluation.Accuracy, 1e-13);
    }

    [Theory]
    [InlineData(HyperparameterKind.LearningRate)]
    [InlineData(HyperparameterKind.Momentum)]
    [InlineData(HyperparameterKind.WeightDecay)]
    public void Hypergradient_OfEveryKind_AgreesWithCentralDifferences(HyperparameterKind kind)
    {
        const double Offset = 1e-5;
        PerKind<Schedule> At(double offset) => new(
            Schedule.Constant(0.2 + (kind == HyperparameterKind.LearningRate ? offset : 0)),
            Schedule.Constant(0.5 + (kind == HyperparameterKind.Momentum ? offset : 0)),
            Schedule.Constant(0.01 + (kind == HyperparameterKind.WeightDecay ? offset : 0)));
        HypergradientResult Run(double offset) =>
            HypergradientRun.Execute(Setting, At(offset), other => other == kind, Seeds, cancellationToken: TestContext.Current.CancellationToken);

        double slope = (Run(Offset).Evaluation.Loss - Run(-Offset).Evaluation.Loss) / (2 * Offset) / Horizon;

        Assert.Equal(slope, Run(0).Hypergradient[0], Math.Abs(slope) * 1e-6);
    }

    [Fact]
    public void Hypergradient_InShares_IsTheUndividedOne()
    {
        PerKind<Schedule> schedules = new(new([0.1, 0.2, 0.3]), new([0.5, 0.4]), Schedule.Constant(0.01));
        HypergradientResult whole = HypergradientRun.Execute(Setting, schedules, _ => true, Seeds, cancellationToken: TestContext.Current.CancellationToken);
        HypergradientResult[] shares = [.. Enumerable.Range(0, 3).Select(i =>
            HypergradientRun.Execute(Setting, schedules, _ => true, Seeds, shard: new ColumnShard(i, 3, Width: 1), cancellationToken: TestContext.Current.CancellationToken))];

        double[] joined = new double[6];
        foreach (HypergradientResult share in shares)
        {
            for (int i = 0; i < share.Columns.Length; i++)
            {
                joined[share.Columns[i]] = share.Hypergradient[i];
            }
        }

        Assert.Equal(whole.Hypergradient.Select(BitConverter.DoubleToInt64Bits), joined.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Hypergradient_AtARateBeyondStability_Diverges()
    {
        QuadraticSetting setting = Setting with { Horizon = Core.Training.Horizon.OfSteps(4000), Type = ScalarType.Float32 };
        HypergradientResult found = HypergradientRun.Execute(
            setting, new(Schedule.Constant(50), Schedule.Constant(0), Schedule.Constant(0)), _ => true, Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(RunEnding.Diverged, found.Ending);
        Assert.Contains("not finite", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Retrain_WithTheScheduleOfARun_EndsWhereItEnded()
    {
        PerKind<Schedule> schedules = new(Schedule.Constant(0.3), Schedule.Constant(0.5), Schedule.Constant(0));
        RunResult trained = RetrainingRun.Execute(Setting, schedules, Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(HypergradientRun.Execute(Setting, schedules, _ => true, Seeds, cancellationToken: TestContext.Current.CancellationToken).Evaluation.Loss, trained.Evaluation.Loss);
        Assert.Equal((RunEnding.Completed, Horizon, (double)Horizon), (trained.Ending, trained.Steps, trained.GradientSteps));
    }

    [Fact]
    public void Trial_InSegments_EndsWhereTheUndividedOneEnds()
    {
        using Fds.Testing.TemporaryFolder folder = new();
        PerKind<Schedule> schedules = new(new([0.3, 0.2, 0.1]), Schedule.Constant(0.5), Schedule.Constant(0.01));
        RunResult Run(TrialSegment? segment) => TrialRun.Execute(Setting, schedules, Seeds, segment, cancellationToken: TestContext.Current.CancellationToken);

        RunResult whole = Run(null);
        RunResult first = Run(new(0, 5, From: null, folder["5"]));
        RunResult last = Run(new(5, Horizon, folder["5"], To: null));

        Assert.Equal((RunEnding.Completed, Horizon, (double)Horizon), (whole.Ending, whole.Steps, whole.GradientSteps));
        Assert.Equal(RetrainingRun.Execute(Setting, schedules, Seeds, cancellationToken: TestContext.Current.CancellationToken).Evaluation, whole.Evaluation);
        Assert.Equal(whole.Evaluation, last.Evaluation);
        Assert.Equal((5.0, 7.0), (first.GradientSteps, last.GradientSteps));
        Assert.Contains("cannot be used", Assert.Throws<HandoverException>(() => Run(new(6, Horizon, folder["5"], To: null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trial_AtARateBeyondStability_Diverges()
    {
        RunResult found = TrialRun.Execute(
            Setting with { Horizon = Core.Training.Horizon.OfSteps(4000), Type = ScalarType.Float32 }, new(Schedule.Constant(50), Schedule.Constant(0), Schedule.Constant(0)), Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(RunEnding.Diverged, found.Ending);
        Assert.InRange(found.Steps, 1, 3999);
    }

    [Fact]
    public void Runs_HoweverTheyEnd_LeaveNoTensorBehind() => LiveTensors.AssertUnchanged(() =>
    {
        PerKind<Schedule> schedules = new(Schedule.Constant(0.3), Schedule.Constant(0.5), Schedule.Constant(0));
        HypergradientRun.Execute(Setting, schedules, _ => true, Seeds, cancellationToken: TestContext.Current.CancellationToken);
        RetrainingRun.Execute(Setting, schedules, Seeds, cancellationToken: TestContext.Current.CancellationToken);
    });

    private static double[] Start()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = Seeds.NewWeights();
        return [.. randn([QuadraticProblem.Weights], ScalarType.Float64, generator: generator).data<double>()];
    }
}
