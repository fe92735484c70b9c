using Fds.Core.Greedy;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Training;
using Fds.Core.Training;
using Fds.Core.Updates;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Greedy;

/// <summary>The hypergradients that greedy methods move by, of every kind, against independent ones: with one change, at the end, they can be read off it.</summary>
public sealed class GreedyHypergradientTests
{
    private const int Steps = 7;
    private const double Step = 1e-3;

    public GreedyHypergradientTests() => TorchTests.Prepare();

    /// <summary>Through the last step alone: the last window of a schedule with a window per step.</summary>
    [Theory]
    [InlineData(HyperparameterKind.LearningRate, 1)]
    [InlineData(HyperparameterKind.LearningRate, Steps)]
    [InlineData(HyperparameterKind.Momentum, Steps)]
    [InlineData(HyperparameterKind.WeightDecay, 1)]
    [InlineData(HyperparameterKind.WeightDecay, Steps)]
    public void OneStep_IsTheCentralDifferenceOverTheLastStep(HyperparameterKind kind, int steps)
    {
        using GreedyStudy study = new();
        PerKind<Schedule> schedules = PerStep(steps);

        double expected = CentralDifference(study.Setting(steps), schedules, [new(kind, steps - 1)]);

        Assert.NotEqual(0, expected);
        AssertNear(expected, Hypergradient(study, steps, GreedyMethod.OneStep, kind), 1e-6);
    }

    [Theory]
    [InlineData(HyperparameterKind.LearningRate)]
    [InlineData(HyperparameterKind.Momentum)]
    [InlineData(HyperparameterKind.WeightDecay)]
    public void Rtho_WithOneChangeAtTheEnd_IsThatOfTheWholeRun(HyperparameterKind kind)
    {
        using GreedyStudy study = new();
        PerKind<Schedule> constant = GreedyStudy.Initial.Select(each => Schedule.Constant(each.Initial));
        HypergradientResult whole = HypergradientRun.Execute(
            study.Setting(Steps), constant, other => other == kind, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);

        double found = Hypergradient(study, Steps, GreedyMethod.Rtho, kind);

        AssertNear(whole.Hypergradient[0] * Steps, found, 1e-9);
        AssertNear(CentralDifference(study.Setting(Steps), constant, [new(kind, 0)]), found, 1e-6);
    }

    /// <summary>A step s lies T − 1 − s steps before the last, and its hypergradient counts μ^(T−1−s).</summary>
    [Theory]
    [InlineData(HyperparameterKind.LearningRate, 0.9)]
    [InlineData(HyperparameterKind.Momentum, 0.5)]
    [InlineData(HyperparameterKind.WeightDecay, 0.7)]
    public void Marthe_DiscountsTheHypergradientsOfEarlierSteps(HyperparameterKind kind, double discount)
    {
        using GreedyStudy study = new();
        HypergradientResult perStep = HypergradientRun.Execute(
            study.Setting(Steps), PerStep(Steps), other => other == kind, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
        double expected = perStep.Hypergradient.Select((h, s) => Math.Pow(discount, Steps - 1 - s) * h).Sum();

        AssertNear(expected, Hypergradient(study, Steps, GreedyMethod.Marthe, kind, discount), 1e-9);
    }

    [Theory]
    [InlineData(HyperparameterKind.LearningRate)]
    [InlineData(HyperparameterKind.WeightDecay)]
    [InlineData(HyperparameterKind.Beta1)]
    [InlineData(HyperparameterKind.Beta2)]
    public void Rtho_OfAdamW_WithOneChangeAtTheEnd_IsThatOfTheWholeRun(HyperparameterKind kind)
    {
        using GreedyStudy study = new();
        TrainingSetting setting = study.Setting(Steps) with { Rule = AdamWRule.Instance };
        PerKind<GreedyHyperparameter> initial = PerKind.Of(PerKind.OfAdam, each => new GreedyHyperparameter(each switch { HyperparameterKind.LearningRate => 0.01, HyperparameterKind.WeightDecay => 0.1, _ => 0.9 }, new(-1e9, 1e9), Step));
        PerKind<Schedule> constant = initial.Select(each => Schedule.Constant(each.Initial));
        HypergradientResult whole = HypergradientRun.Execute(setting, constant, other => other == kind, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
        GreedySettings settings = new() { Method = GreedyMethod.Rtho, Hyperparameters = initial, Interval = Steps };

        GreedyResult result = GreedyRun.Execute(setting, settings, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(RunEnding.Completed, result.Ending);
        AssertNear(whole.Hypergradient[0] * Steps, (initial[kind].Initial - result.Final[kind]) / Step, 1e-7);
    }

    /// <summary>The first change is by what the first step went along, with Adam's direction in the place of the gradient.</summary>
    [Fact]
    public void HypergradientDescent_OfAdamW_GoesAlongAdamsDirection()
    {
        using GreedyStudy study = new();
        TrainingSetting setting = study.Setting(2) with { Rule = AdamWRule.Instance };
        PerKind<GreedyHyperparameter> initial = PerKind.Of(PerKind.OfAdam, each => new GreedyHyperparameter(each switch { HyperparameterKind.LearningRate => 0.01, HyperparameterKind.WeightDecay => 0, _ => 0.9 }, new(-1e9, 1e9), each == HyperparameterKind.LearningRate ? Step : null));

        GreedyResult result = GreedyRun.Execute(setting, new() { Method = GreedyMethod.HdAdditive, Hyperparameters = initial }, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(DescentOfTheSecondLoss(setting), (result.Final.LearningRate - 0.01) / Step, 1e-4);
    }

    /// <summary>−dL₁(θ₁)/dα by central differences: θ₁ = θ₀ − α d₀.</summary>
    private static double DescentOfTheSecondLoss(TrainingSetting setting)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor start = setting.DrawWeights(GlyphStudy.Seeds);
        using ILearningTask task = setting.Learning(GlyphStudy.Seeds);
        Tensor none = zeros([0, start.shape[0]], ScalarType.Float64);
        (Tensor images, Tensor labels) = task.Training.Next(0);
        Tensor gradient = task.Engine.Evaluate(start, images, labels, none).Gradient;
        Tensor direction = gradient / (gradient.abs() + AdamWRule.Epsilon);
        (Tensor nextImages, Tensor nextLabels) = task.Training.Next(1);
        double At(double rate) => task.Engine.Evaluate(start - (rate * direction), nextImages, nextLabels, none).Loss.item<double>();
        return -(At(0.01 + 1e-6) - At(0.01 - 1e-6)) / 2e-6;
    }

    private static PerKind<Schedule> PerStep(int steps) => GreedyStudy.Initial.Select(each => new Schedule([.. Enumerable.Repeat(each.Initial, steps)]));

    private static double Hypergradient(GreedyStudy study, int steps, GreedyMethod method, HyperparameterKind kind, double discount = 1)
    {
        GreedySettings settings = GreedyStudy.Settings(method, Step, interval: steps) with { Discount = discount };
        GreedyResult result = GreedyRun.Execute(study.Setting(steps), settings, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(RunEnding.Completed, result.Ending);
        return (settings.Hyperparameters[kind].Initial - result.Final[kind]) / Step;
    }

    private static double CentralDifference(TrainingSetting setting, PerKind<Schedule> schedules, Column[] columns)
    {
        const double Offset = 1e-5;
        double At(double offset)
        {
            PerKind<Schedule> changed = columns.Aggregate(
                schedules, (all, column) => UnrolledProblem.With(all, column, all[column.Kind].Values[column.Window] + offset));
            return TrialRun.Execute(setting, changed, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken).Evaluation.Loss;
        }

        return (At(Offset) - At(-Offset)) / (2 * Offset);
    }

    private static void AssertNear(double expected, double found, double tolerance) =>
        Assert.True(Math.Abs(expected - found) <= tolerance * Math.Abs(expected), $"Expected {expected:R}, but found {found:R}.");
}
