using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Learning;
using Xunit;

namespace Fds.Grains.Tests.Studies;

public sealed class PopulationTests
{
    private static readonly StudySpecification Study = TestStudies.Specification("parent", steps: 7) with { Population = new() { Members = 4, ReplaceEvery = 3 } };

    [Fact]
    public void Generations_CoverEveryOuterStepOnce()
    {
        Assert.Equal([3, 3, 1], Population.Generations(Study));
        Assert.Equal([7], Population.Generations(Study with { Population = new() { Members = 4 } }));
    }

    [Fact]
    public void Ranges_WhenDivided_AreEqualPartsOfTheFirstLearnedKind()
    {
        KindMap<HyperparameterSpecification>[] parts = [.. Enumerable.Range(0, 4).Select(member => Population.Ranges(Study, member))];

        Assert.Equal([(0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)], parts.Select(part => (part.LearningRate.Minimum, part.LearningRate.Maximum)));
        Assert.All(parts, part => Assert.Equal(Study.Hyperparameters.WeightDecay, part.WeightDecay));
        Assert.Equal([0.25, 0.25], Rates(Population.Start(Study, 0)));
        Assert.Equal([0.75, 0.75], Rates(Population.Start(Study, 3)));
    }

    [Fact]
    public void Start_WhenDrawn_BeginsAtTheStudysOwnPointAndAtOthersWithinTheRanges()
    {
        StudySpecification study = Study with { Population = Study.Population with { Start = PopulationStart.Draw } };
        ImmutableArray<LearnedValue>[] starts = [.. Enumerable.Range(0, 4).Select(member => Population.Start(study, member))];

        Assert.Equal(OuterLoop.Initial(study), starts[0]);
        Assert.Equal(4, starts.Select(start => string.Join(' ', Rates(start))).Distinct().Count());
        Assert.All(starts.SelectMany(start => start), value => Assert.InRange(value.Value, study.Hyperparameters[value.Kind].Minimum, study.Hyperparameters[value.Kind].Maximum));
        Assert.All(starts, start => Assert.Equal(0.75, start.Single(value => value.Kind == HyperparameterKind.Momentum).Value));
        Assert.Equal(starts[2], Population.Start(study, 2));
    }

    [Fact]
    public void Perturbed_MovesLearnedValuesByTheirShareWithinTheRanges()
    {
        ImmutableArray<LearnedValue> values = [.. OuterLoop.Initial(Study).Select(value => value.Kind == HyperparameterKind.WeightDecay ? value with { Value = 0 } : value)];
        ImmutableArray<LearnedValue> copy = Population.Perturbed(Study, member: 1, generation: 1, values);

        Assert.All(Rates(copy), rate => Assert.True(rate is 0.4 or 0.6, $"{rate} is not 0.5 times 0.8 or 1.2."));
        Assert.Equal(0.75, copy[2].Value);
        Assert.True(copy[3].Value is 0 or 0.05, $"{copy[3].Value} is neither held at 0 nor a fifth of the range.");
    }

    [Fact]
    public void Study_OfAMember_IsItsOwnAndAlwaysTheSame()
    {
        StudySubmission parent = TestStudies.Submission(Study with { Budget = new() { GradientSteps = 1200 } });
        PopulationMember member = new() { Status = new() { Study = Population.Name("parent", 2, 1), Member = 2, Generation = 1 }, Start = Population.Start(Study, 2) };
        StudySubmission submission = Population.Study(parent, member);

        Assert.Equal("parent-m2-g1", submission.Specification.Name);
        Assert.Equal((3, 1, 0, 100.0), (submission.Specification.Outer.Steps, submission.Specification.Population.Members, submission.Specification.Retrain.Seeds, submission.Specification.Budget.GradientSteps!.Value));
        Assert.Equal((0.5, 0.75), (submission.Specification.Hyperparameters.LearningRate.Minimum, submission.Specification.Hyperparameters.LearningRate.Maximum));
        Assert.NotEqual(Study.Seeds.Base, submission.Specification.Seeds.Base);
        Assert.Equal(submission.File, Population.Study(parent, member).File);
        Assert.Equal("parent-m2", Population.Name("parent", 2, 0));
    }

    /// <summary>By hand: 30 and 10 in the first generation; then 40 of the best one's 80, and half of the other's 20.</summary>
    [Fact]
    public void Spent_IsThatOfAllMembersByTheTimeThatOneHadSpentItsPart()
    {
        MemberStatus[] members = [Member(0, 0, 30, 3), Member(1, 0, 10, 5), Member(0, 1, 80, 8), Member(1, 1, 20, 2), Member(0, 2, 100, 9)];

        Assert.Equal(new MethodCost { GradientSteps = 40 + 40 + 10, DeviceSeconds = 45, Seconds = 5 + 4 }, Population.Spent(members, members[2], Cost(40, 4)));
        Assert.Equal(new MethodCost { GradientSteps = 140, DeviceSeconds = 70, Seconds = 5 + 8 }, Population.Spent(members, members[2], Cost(80, 8)));
        Assert.Equal(new MethodCost { GradientSteps = 15 + 5, DeviceSeconds = 10, Seconds = 2 }, Population.Spent(members, members[0], Cost(15, 2)));
    }

    private static MemberStatus Member(int member, int generation, double cost, double seconds) =>
        new() { Study = Population.Name("parent", member, generation), Member = member, Generation = generation, Learning = Cost(cost, seconds) };

    private static MethodCost Cost(double cost, double seconds) => new() { GradientSteps = cost, DeviceSeconds = cost / 2, Seconds = seconds };

    private static IEnumerable<double> Rates(ImmutableArray<LearnedValue> values) =>
        values.Where(value => value.Kind == HyperparameterKind.LearningRate).Select(value => value.Value);
}
