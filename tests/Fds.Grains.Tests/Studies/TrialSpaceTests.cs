using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.Search;
using Fds.Studies.Plans.Trials;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>The schedules that a search's values stand for.</summary>
public sealed class TrialSpaceTests
{
    private static readonly StudySpecification Study = TestStudies.Specification() with
    {
        Methods = [StudyMethod.Tpe],
        Search = new() { Space = SearchSpaceKind.Shapes },
        Hyperparameters = TestStudies.Specification().Hyperparameters with
        {
            LearningRate = new() { Initial = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1], GroupWindows = [4, 2], Step = 0.1, Minimum = 1e-3, Maximum = 1, Scale = ValueScale.Log },
        },
    };

    [Fact]
    public void Shapes_AreOfThreeValuesForTheRateAndOneForEveryOtherKind()
    {
        SearchSpace space = TrialSpace.Of(Study);

        Assert.Equal([(1e-3, 1), (0, 0.5), (1e-3, 1), (0, 0.25)], space.Dimensions.Select(range => (range.Minimum, range.Maximum)));
        Assert.Equal(space.Dimensions.Length, TrialSearch.Ask(Study, new SearchPast([], []))!.Values.Length);
    }

    /// <summary>Windows have their middles at 1/8, 3/8, 5/8 and 7/8, those of the second group at 1/4 and 3/4.</summary>
    [Theory]
    [InlineData(0.5, 0.0, 1.0, new[] { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 })]
    [InlineData(0.5, 0.5, 1.0, new[] { 0.125, 0.375, 0.5, 0.5, 0.25, 0.5 })]
    [InlineData(0.2, 0.0, 1e-3, new[] { 0.1923956, 0.1383301, 0.0618699, 0.0078044, 0.17074, 0.02946 })]
    [InlineData(1e-3, 0.5, 1e-3, new[] { 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3 })]
    public void Shape_IsAWarmUpAndACosineTheSameForAllGroupsWithinTheRange(double peak, double warmUp, double end, double[] expected)
    {
        KindMap<ImmutableArray<double>> schedule = TrialSpace.Schedule(Study, [peak, warmUp, end, 0.125]);

        Assert.Equal(expected, schedule.LearningRate, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0.125], schedule.WeightDecay);
        Assert.Equal([0.75], schedule.Momentum);
    }

    [Fact]
    public void Hand_ListsTheValuesOfEveryWindow_WhateverTheSpace()
    {
        StudySpecification hand = Study with { Methods = [StudyMethod.Hand] };

        Assert.Equal(7, TrialSearch.Ask(hand, new SearchPast([], []))!.Values.Length);
    }
}
