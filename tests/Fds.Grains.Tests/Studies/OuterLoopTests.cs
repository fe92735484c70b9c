using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies;
using Fds.Studies.Plans.Learning;
using Xunit;

namespace Fds.Grains.Tests.Studies;

public sealed class OuterLoopTests
{
    private static readonly StudySpecification Study = TestStudies.Specification();

    [Fact]
    public void Initial_HasEveryWindowOfEveryKindInOrder()
    {
        ImmutableArray<LearnedValue> values = OuterLoop.Initial(Study);

        Assert.Equal(
            [
                (HyperparameterKind.LearningRate, 0, true, 0.5, 0.125),
                (HyperparameterKind.LearningRate, 1, true, 0.5, 0.125),
                (HyperparameterKind.Momentum, 0, false, 0.75, 0.25),
                (HyperparameterKind.WeightDecay, 0, true, 0.25, 0.125),
            ],
            values.Select(value => (value.Kind, value.Window, value.Learned, value.Value, value.StepSize)));
        Assert.All(values, value => Assert.Equal(0, value.PreviousSign));
    }

    [Fact]
    public void Schedule_TakesTheValuesOfEachKind()
    {
        KindMap<ImmutableArray<double>> schedule = OuterLoop.Schedule(OuterLoop.Initial(Study));

        Assert.Equal([0.5, 0.5], schedule.LearningRate);
        Assert.Equal([0.75], schedule.Momentum);
        Assert.Equal([0.25], schedule.WeightDecay);
    }

    [Fact]
    public void Update_StepsAgainstEachMeansSignInTheOrderOfTheLearnedWindows()
    {
        (ImmutableArray<LearnedValue> values, ImmutableArray<HyperparameterReading> readings) = OuterSteps.Update(
            Study, OuterLoop.Initial(Study), [TestStudies.Gradient(1, -3, -1), TestStudies.Gradient(3, -1, -1)]);

        Assert.Equal([0.375, 0.625, 0.75, 0.25], values.Select(value => value.Value));
        Assert.Equal([1, -1, 0, -1], values.Select(value => value.PreviousSign));
        Assert.Equal([false, false, false, true], values.Select(value => value.AtRange));
        Assert.Equal(
            [(HyperparameterKind.LearningRate, 0), (HyperparameterKind.LearningRate, 1), (HyperparameterKind.WeightDecay, 0)],
            readings.Select(reading => (reading.Kind, reading.Window)));
        Assert.Equal([2.0, -2.0, -1.0], readings.Select(reading => reading.Hypergradient!.Value));
        Assert.Equal([0.5, 0.5, 0.25], readings.Select(reading => reading.Value));
        Assert.Equal([0.375, 0.625, 0.25], readings.Select(reading => reading.NextValue));

        // Two values 1 and 3: sample standard deviation √2, over √2 replicas.
        Assert.Equal(1.0, readings[0].StandardError!.Value, 12);
        Assert.Equal(2.0, readings[0].SignalToNoise!.Value, 12);
        Assert.Equal(1.0, readings[0].SignAgreement);
        Assert.True(readings[2].AtRange);
    }

    /// <summary>Of three replicas two ask for a lower value; one, far from them, for a higher.</summary>
    [Theory]
    [InlineData(HypergradientAverage.Mean, -32.0, 0.625)]
    [InlineData(HypergradientAverage.Median, 1.0, 0.375)]
    [InlineData(HypergradientAverage.Sign, 1.0 / 3, 0.375)]
    public void Update_AveragesAsTheStudyAsks(HypergradientAverage average, double hypergradient, double next)
    {
        StudySpecification study = Study with { Seeds = Study.Seeds with { Average = average } };

        (_, ImmutableArray<HyperparameterReading> readings) = OuterSteps.Update(
            study, OuterLoop.Initial(study), [TestStudies.Gradient(1, 1, 1), TestStudies.Gradient(3, 1, 1), TestStudies.Gradient(-100, 1, 1)]);

        Assert.Equal((hypergradient, next), (readings[0].Hypergradient!.Value, readings[0].NextValue));
    }

    [Fact]
    public void Update_WhenASignFlips_ShortensThatStepOnly()
    {
        (ImmutableArray<LearnedValue> values, _) = OuterSteps.Update(Study, OuterLoop.Initial(Study), [TestStudies.Gradient(1, 1, 1)]);
        (values, ImmutableArray<HyperparameterReading> readings) = OuterSteps.Update(Study, values, [TestStudies.Gradient(-1, 1, 1)]);

        Assert.Equal([0.375 + 0.0625, 0.25, 0.75, 0.0], values.Select(value => value.Value));
        Assert.Equal([0.0625, 0.125, 0.25, 0.125], values.Select(value => value.StepSize));
        Assert.Equal([0.0625, 0.125, 0.125], readings.Select(reading => reading.StepSize));
    }

    [Fact]
    public void Update_WithOneReplica_KnowsNoStandardError()
    {
        (_, ImmutableArray<HyperparameterReading> readings) = OuterSteps.Update(Study, OuterLoop.Initial(Study), [TestStudies.Gradient(1, 1, 1)]);

        Assert.All(readings, reading => Assert.Null(reading.StandardError));
        Assert.All(readings, reading => Assert.Null(reading.SignalToNoise));
    }

    [Fact]
    public void HasConverged_WhenEveryLearnedStepIsSmall_IsTrueWhateverTheOthersAre()
    {
        ImmutableArray<LearnedValue> values = OuterLoop.Initial(Study);
        Assert.False(OuterSteps.HasConverged(Study, values));

        ImmutableArray<LearnedValue> small = [.. values.Select(value => value.Learned ? value with { StepSize = value.Value * 0.049 } : value)];
        Assert.False(OuterSteps.HasConverged(Study, small));
        small = [.. small.Select(value => value with { HasFlipped = true })];
        Assert.True(OuterSteps.HasConverged(Study, small));
        Assert.False(OuterSteps.HasConverged(Study, small.SetItem(3, small[3] with { StepSize = small[3].Value * 0.051 })));
    }

    [Fact]
    public void BackTo_EarlierValues_ShortensStepsWithoutConverging()
    {
        ImmutableArray<LearnedValue> values = OuterLoop.Initial(Study);
        for (int undone = 0; undone < 8; undone++)
        {
            values = OuterSteps.BackTo(Study, values, OuterLoop.Schedule(OuterLoop.Initial(Study)));
        }

        Assert.Equal([0.125 / 256, 0.125 / 256, 0.25, 0.125 / 256], values.Select(value => value.StepSize));
        Assert.Equal([0.5, 0.5, 0.75, 0.25], values.Select(value => value.Value));
        Assert.False(OuterSteps.HasConverged(Study, values));
        Assert.False(OuterSteps.HasConverged(Study, OuterSteps.Update(Study, values, [TestStudies.Gradient(1, 1, 1)]).Values));
    }

    [Fact]
    public void Readings_OfAStepUnderWay_HaveNoHypergradient()
    {
        ImmutableArray<HyperparameterReading> readings = OuterLoop.Readings(Study, OuterLoop.Initial(Study));

        Assert.Equal([0.5, 0.5, 0.75, 0.25], readings.Select(reading => reading.Value));
        Assert.All(readings, reading => Assert.Equal(reading.Value, reading.NextValue));
        Assert.All(readings, reading => Assert.Null(reading.Hypergradient));
    }
}
