using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;
using Fds.Core.Networks;
using Fds.Core.Quadratics;
using Fds.Core.Schedules;
using Fds.Core.Search;
using Fds.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Plans.Trials;
using Xunit;
using Kind = Fds.Contracts.Studies.HyperparameterKind;
using Scale = Fds.Contracts.Studies.ValueScale;

namespace Fds.Grains.Tests.Studies;

/// <summary>Studies whose groups of parameters have schedules of their own.</summary>
public sealed class GroupedStudyTests
{
    /// <summary>The three layers of the MLP with two, one and two windows of the learning rate; weight decay is shared.</summary>
    private static readonly StudySpecification Study = TestStudies.Specification() with
    {
        Groups = ParameterNames.Grouped(new() { Name = "mlp" }),
        Hyperparameters = TestStudies.Specification().Hyperparameters with
        {
            LearningRate = new() { Initial = [0.5, 0.25, 0.125, 0.75, 0.5], GroupWindows = [2, 1, 2], Step = 0.125, Minimum = 0.01, Maximum = 1, Scale = Scale.Log },
        },
    };

    [Theory]
    [InlineData("mlp")]
    [InlineData("lenet")]
    [InlineData("lenet-bn")]
    [InlineData("wrn-10-1")]
    [InlineData("wrn-16-1")]
    [InlineData("wrn-16-2")]
    [InlineData("wrn-22-4")]
    public void ParameterNames_AreThoseOfTheNetwork_AndLayersDivideIt(string model)
    {
        ParameterLayout layout = NetworkFactory.Create(model, 3, 32, 32, 10).Layout;

        Assert.Equal(layout.Names, ParameterNames.Of(new() { Name = model }));
        Assert.Equal(layout.Names.Length, layout.Names.Distinct().Count());
        StudySpecification study = Study with { Model = new() { Name = model }, Groups = ParameterNames.Grouped(new() { Name = model }) };
        Assert.Equal(study.Groups.Select(group => group.Name), SpecificationTranslation.Groups(study, layout)!.Names);
    }

    [Theory]
    [InlineData(1, "embedding positions block1-attention block1-mlp head norms")]
    [InlineData(2, "embedding positions block1-attention block1-mlp block2-attention block2-mlp head norms")]
    public void ParameterNames_OfAGpt_AreThoseOfTheNetwork_AndLayersDivideIt(int layers, string groups)
    {
        ParameterLayout layout = NetworkFactory.Gpt(new(layers, 2, 4, 3), 5).Layout;
        ModelSpecification model = new() { Name = ModelSpecification.Transformer, Gpt = new() { Layers = layers } };
        StudySpecification study = Study with { Model = model, Groups = ParameterNames.Grouped(model) };

        Assert.Equal(layout.Names, ParameterNames.Of(model));
        Assert.Equal(groups.Split(' '), SpecificationTranslation.Groups(study, layout)!.Names);
        Assert.Equal(["norm.bias", "norm.weight"], study.Groups[^1].Parameters.Where(name => name.StartsWith("norm", StringComparison.Ordinal)).Order());
        Assert.Equal(layout.Names.Length, study.Groups.Sum(group => group.Parameters.Length));
    }

    [Fact]
    public void ParameterNames_OfTheAnalyticProblem_AreItsTwoHalves() => Assert.Equal(QuadraticProblem.Layout.Names, ParameterNames.Of(new() { Name = ModelSpecification.Quadratic }));

    [Fact]
    public void Groups_OfAnotherNetwork_AreRefusedByName()
    {
        Fds.Core.FdsException refusal = Assert.Throws<Fds.Core.FdsException>(() => SpecificationTranslation.Groups(Study, NetworkFactory.Create("lenet", 1, 28, 28, 10).Layout));

        Assert.Contains("Every parameter must be in one group, but conv1.weight is in 0.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Initial_HasEveryWindowOfEveryGroupInOrder_AndReadingsNameTheGroup()
    {
        ImmutableArray<LearnedValue> values = OuterLoop.Initial(Study);

        Assert.Equal(
            [(Kind.LearningRate, 0, 0), (Kind.LearningRate, 0, 1), (Kind.LearningRate, 1, 0), (Kind.LearningRate, 2, 0), (Kind.LearningRate, 2, 1), (Kind.Momentum, 0, 0), (Kind.WeightDecay, 0, 0)],
            values.Select(value => (value.Kind, value.Group, value.Window)));
        Assert.Equal([0.5, 0.25, 0.125, 0.75, 0.5, 0.75, 0.25], values.Select(value => value.Value));
        Assert.Equal(["dense1", "dense1", "dense2", "dense3", "dense3", null, null], OuterLoop.Readings(Study, values).Select(reading => reading.Group));
        Assert.Equal("learningRate of dense2 window 0", OuterLoop.Name(OuterLoop.Readings(Study, values)[2]));
        Assert.Equal("weightDecay window 0", OuterLoop.Name(OuterLoop.Readings(Study, values)[6]));
    }

    [Fact]
    public void Values_OfGivenSchedules_StandWhereTheyBelong()
    {
        ImmutableArray<LearnedValue> initial = OuterLoop.Initial(Study);
        KindMap<ImmutableArray<double>> schedules = new() { LearningRate = [1, 2, 3, 4, 5], Momentum = [6], WeightDecay = [7] };

        Assert.Equal([1.0, 2, 3, 4, 5, 6, 7], OuterLoop.WithValues(initial, schedules).Select(value => value.Value));
        Assert.Equal(schedules.LearningRate, OuterLoop.Schedule(OuterLoop.WithValues(initial, schedules)).LearningRate);
        Assert.Equal([1.0, 2, 3, 4, 5, 0.75, 7], OuterLoop.BackTo(new SignOuterRule(Study), initial, schedules).Select(value => value.Value));
    }

    [Fact]
    public void Schedules_OfARun_HaveTheGroupsWindows_AndOtherNumbersOfValuesTheSameForEachGroup()
    {
        PerKind<Schedule> own = SpecificationTranslation.Schedules(Study, OuterLoop.Schedule(OuterLoop.Initial(Study)));
        PerKind<Schedule> segments = SpecificationTranslation.Schedules(Study, new() { LearningRate = [1, 2, 3, 4, 5, 6], Momentum = [0], WeightDecay = [0, 0] });

        Assert.Equal([2, 1, 2], own.LearningRate.GroupWindows);
        Assert.Equal([1], own.WeightDecay.GroupWindows);
        Assert.Equal([2, 2, 2], segments.LearningRate.GroupWindows);
        Assert.Equal([2], segments.WeightDecay.GroupWindows);
        Assert.Equal(6, SpecificationTranslation.Columns(Study));
    }

    /// <summary>Over one inner step per window the mean over a window's steps is its sum: the longer window of the middle group counts for twice as much.</summary>
    [Fact]
    public void Adam_WeighsAValueByTheStepsOfItsGroupsWindow()
    {
        StudySpecification study = Study with { Outer = new() { Steps = 2, Rule = OuterRule.Adam } };
        OuterEvidence evidence = new()
        {
            Hypergradients = [[1, 1, 1, 1, 1, 1]],
            Schedules = [OuterLoop.Schedule(OuterLoop.Initial(study))],
            Losses = [1],
            InnerSteps = 8,
        };

        OuterUpdate update = new AdamOuterRule(study).Update(OuterLoop.Initial(study), evidence);

        // By places on the log scale: 8 steps over the windows of the group, times the value. Adam's first moments keep that ratio.
        double[] expected = [4 * 0.5, 4 * 0.25, 8 * 0.125, 4 * 0.75, 4 * 0.5];
        double[] moments = [.. update.Values.Take(5).Select(value => value.FirstMoment)];
        Assert.All(expected.Zip(moments), pair => Assert.Equal(pair.First / expected[0], pair.Second / moments[0], 1e-12));
        Assert.Equal(["dense1", "dense1", "dense2", "dense3", "dense3", null], update.Readings.Select(reading => reading.Group));
    }

    [Fact]
    public void Hand_SetsEveryGroupAlike()
    {
        StudySpecification study = Study with { Methods = [StudyMethod.Hand] };
        ImmutableArray<double> cosine = HandSchedules.Of(study)[4];

        // The second shape with the first peak, at the middle of each window: 1/4 and 3/4 of the run, or 1/2 where a group has one window. The range begins at 0.01.
        Assert.Equal([0.03 * 0.8535534, 0.01, 0.03 * 0.5, 0.03 * 0.8535534, 0.01], cosine[..5], (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Theory]
    [InlineData(StudyMethod.Random, 6)]
    [InlineData(StudyMethod.Tpe, 6)]
    [InlineData(StudyMethod.Pbt, 4)]
    public void Search_HasADimensionForEachWindowOfEachGroup_AndPbtOneForEachGroup(StudyMethod method, int dimensions)
    {
        StudySpecification study = Study with { Methods = [method] };
        Trial first = TrialSearch.Ask(study, new SearchPast([], []))!;

        Assert.Equal(dimensions, first.Values.Length);
        KindMap<ImmutableArray<double>> schedule = TrialSearch.Work(new() { Submission = TestStudies.Submission(study) }, first, DateTimeOffset.UnixEpoch).Schedule!;
        Assert.Equal(dimensions - 1, schedule.LearningRate.Length);
        Assert.Equal(first.Values[..^1], schedule.LearningRate);
    }

    [Fact]
    public void Lineage_OfAPopulation_IsGroupAfterGroup()
    {
        StudySpecification study = Study with { Methods = [StudyMethod.Pbt] };
        TrialRecord parent = new() { Number = 0, Values = [0.1, 0.2, 0.3, 0.01], State = ReplicaState.Completed, Share = 1 };
        TrialRecord child = new() { Number = 1, Values = [0.4, 0.5, 0.6, 0.02], State = ReplicaState.Completed, Share = 1, Parent = 0, Segment = 1 };

        KindMap<ImmutableArray<double>> schedule = TrialSearch.Schedule(study, child, [parent, child]);

        Assert.Equal([0.1, 0.4, 0.2, 0.5, 0.3, 0.6], schedule.LearningRate);
        Assert.Equal([0.01, 0.02], schedule.WeightDecay);
        Assert.Equal([2, 2, 2], SpecificationTranslation.Schedules(study, schedule).LearningRate.GroupWindows);
    }
}
