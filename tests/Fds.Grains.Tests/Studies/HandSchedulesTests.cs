using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Trials;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>The schedules that a person would try, as values of a study's windows.</summary>
public sealed class HandSchedulesTests
{
    private static readonly StudySpecification Study = TestStudies.Specification() with
    {
        Hyperparameters = new()
        {
            LearningRate = new() { Initial = [0, 0, 0, 0], Step = 0.1, Minimum = 0, Maximum = 1 },
            Momentum = new() { Initial = [0], Step = 0.1, Minimum = 0, Maximum = 0.99 },
            WeightDecay = new() { Initial = [0], Step = 0.1, Minimum = 0, Maximum = 0.1 },
        },
    };

    [Fact]
    public void Schedules_OfAllKinds_AreSixShapesOfFourPeaksWithAndWithoutMomentumAndDecay()
    {
        ImmutableArray<ImmutableArray<double>> all = HandSchedules.Of(Study);

        Assert.Equal(6 * 4 * 4, all.Length);
        Assert.Equal([0.03, 0.03, 0.03, 0.03, 0.9, 5e-4], all[0]);
        Assert.All(all.Take(24), values => Assert.Equal([0.9, 5e-4], values[4..]));
        Assert.All(all.TakeLast(24), values => Assert.Equal([0, 0], values[4..]));
        Assert.Equal([0.03, 0.1, 0.01, 0.3], all.Take(4).Select(values => values[0]));
    }

    [Fact]
    public void Schedules_OfAdamW_AreSixShapesOfFourPeaksWithItsUsualSettings()
    {
        ImmutableArray<ImmutableArray<double>> all = HandSchedules.Of(Study with
        {
            Hyperparameters = KindMap.Of(HyperparameterKinds.OfAdam, kind => new HyperparameterSpecification { Initial = [.. Enumerable.Repeat(0.5, kind == HyperparameterKind.LearningRate ? 4 : 1)], Step = 0.1, Minimum = 0, Maximum = 1, Learn = kind != HyperparameterKind.Beta1 }),
        });

        Assert.Equal(6 * 4 * 4, all.Length);
        Assert.Equal([3e-3, 3e-3, 3e-3, 3e-3, 0.1, 0.999], all[0]);
        Assert.Equal([0.01, 0.95], all[^1].Skip(4));
        Assert.Equal([3e-3, 1e-3, 1e-2, 3e-4], all.Take(4).Select(values => values[0]));
    }

    /// <summary>A window has the value of its middle: at 1/8, 3/8, 5/8 and 7/8 of the run.</summary>
    [Theory]
    [InlineData(1, 0.9619398, 0.6913417, 0.3086583, 0.0380602)]
    [InlineData(2, 0.875, 0.625, 0.375, 0.125)]
    [InlineData(3, 0.44, 0.9719417, 0.5559822, 0.0766379)]
    [InlineData(4, 1.0, 1.0, 0.1, 0.01)]
    [InlineData(5, 1.0, 1.0, 1.0, 0.625)]
    public void Shapes_OverFourWindows_AreThoseOfTheTextbook(int shape, params double[] parts)
    {
        ImmutableArray<double> values = HandSchedules.Of(Study)[(4 * shape) + 1];

        Assert.Equal(parts.Select(part => 0.1 * part), values[..4], (x, y) => Math.Abs(x - y) < 1e-7);
    }

    [Fact]
    public void Schedules_WithinARange_DoNotLeaveIt_AndNoneIsThereTwice()
    {
        HyperparameterSpecification rate = Study.Hyperparameters.LearningRate;
        ImmutableArray<ImmutableArray<double>> all = HandSchedules.Of(Study with
        {
            Hyperparameters = Study.Hyperparameters with { LearningRate = rate with { Initial = [0.02], Minimum = 0.02, Maximum = 0.05 }, Momentum = Study.Hyperparameters.Momentum with { Learn = false } },
        });

        Assert.All(all, values => Assert.InRange(values[0], 0.02, 0.05));
        Assert.Equal(all.Length, all.Select(values => string.Join(' ', values)).Distinct().Count());
        Assert.All(all, values => Assert.Equal(2, values.Length));
    }

    [Fact]
    public void Schedules_UnderALimitOnTrials_AreTheFirst() =>
        Assert.Equal(HandSchedules.Of(Study).Take(5).Select(values => string.Join(' ', values)), HandSchedules.Of(Study with { Search = new() { Trials = 5 } }).Select(values => string.Join(' ', values)));
}
