using Fds.Contracts.Studies;
using Fds.Core.Search;
using Fds.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Trials;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>MNIST with 5 % held out, in mini-batches of 128: an evaluation costs as much as 7.8125 inner steps.</summary>
public sealed class RungsTests
{
    private const int Examples = 60_000;
    private const double Evaluation = 7.8125;

    /// <summary>As shares of the horizon, the lowest rungs of 100 steps cost 14.8, 19.8, 41.8 and 107.8.</summary>
    [Theory]
    [InlineData(100, 7, new[] { 28, 100 })]
    [InlineData(100, 2, new[] { 4, 28, 100 })]
    [InlineData(1000, 7, new[] { 30, 104, 328, 1000 })]
    [InlineData(10_000, 7, new[] { 363, 1104, 3328, 10_000 })]
    [InlineData(8, 1, new[] { 8 })]
    public void Rungs_CostTheReductionFactorTimesTheOneBelow(int steps, int windows, int[] expected)
    {
        StudySpecification study = Study(steps, windows);
        Rungs rungs = Rungs.Of(study, Examples);

        int[] resources = [.. Enumerable.Range(0, 4).Select(rung => (int)Math.Pow(3, rung)).Where(resource => rungs.Raised(resource) == resource)];
        Assert.Equal(expected, resources.Select(rungs.StepsOf));
        double[] costs = [.. resources.Select(resource => rungs.StepsOf(resource) + Evaluation)];
        Assert.All(costs.Zip(costs.Skip(1)), pair => Assert.InRange(pair.Second - (3 * pair.First), -2, 2));
    }

    /// <summary>A schedule that is cut has fewer windows in a short run.</summary>
    [Fact]
    public void Rungs_WhereSchedulesAreCut_NeedNoStepForEveryWindow()
    {
        StudySpecification study = Study(100, 7);
        Assert.Equal(3, Rungs.Of(study with { Search = study.Search with { Resume = true } }, Examples).Raised(1));
    }

    /// <summary>The searcher has exactly the rungs that are not left out, whatever the parts.</summary>
    [Theory]
    [InlineData(27, 1, 3)]
    [InlineData(26, 1, 3)]
    [InlineData(100, 5, 4)]
    [InlineData(64, 1, 2)]
    [InlineData(1, 1, 3)]
    public void Rungs_AreThoseOfTheSearcher(int most, int least, int factor)
    {
        StudySpecification study = Study(100, 2) with { Methods = [StudyMethod.Asha] };
        study = study with { Search = study.Search with { MaximumResource = most, MinimumResource = least, ReductionFactor = factor } };
        Rungs rungs = Rungs.Of(study, Examples);

        Trial first = TrialSearch.Ask(study, new SearchPast([], [], rungs))!;
        Assert.Equal(rungs.Raised(1), first.Resource);
        Trial whole = TrialSearch.Ask(study with { Methods = [StudyMethod.Random] }, new SearchPast([], [], rungs))!;
        Assert.Equal(100, rungs.StepsOf(whole.Resource));
    }

    [Theory]
    [InlineData(StudyMethod.Asha, 4)]
    [InlineData(StudyMethod.Bohb, 4)]
    [InlineData(StudyMethod.Random, 1)]
    public void LeastTrials_OfTwoRungs_AreAFewShortRunsAndAWholeOne(StudyMethod method, int expected) =>
        Assert.Equal(expected, Rungs.Of(Study(100, 7), Examples).LeastTrials(method));

    [Fact]
    public void Rungs_OfASearchThatAnEarlierVersionBegan_StaySharesOfTheHorizon()
    {
        StudyRecord state = new() { Submission = TestStudies.Submission(Study(100, 7) with { Methods = [StudyMethod.Asha] }), Data = Data(Examples) };
        Assert.Null(TrialSearch.RungsOf(state));
        Assert.Equal(1, TrialSearch.Ask(state.Specification, SearchPast.Of(state))!.Resource);

        state.RungsByCost = true;
        Assert.Equal(9, TrialSearch.Ask(state.Specification, SearchPast.Of(state))!.Resource);
    }

    internal static DataSummary Data(int examples) => new() { Height = 28, Width = 28, Channels = 1, Bytes = 1, Classes = [new() { Name = "0", Training = examples / 2, Test = 1 }, new() { Name = "1", Training = examples - (examples / 2), Test = 1 }] };

    private static StudySpecification Study(int steps, int windows)
    {
        StudySpecification study = TestStudies.Specification();
        return study with
        {
            Data = study.Data with { ValidationFraction = 0.05 },
            Inner = study.Inner with { BatchSize = 128, Steps = steps },
            Hyperparameters = study.Hyperparameters with { LearningRate = study.Hyperparameters.LearningRate with { Initial = [.. Enumerable.Repeat(0.5, windows)] } },
        };
    }
}
