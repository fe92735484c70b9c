using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Training;
using Fds.Grains.Tests.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Plans.Trials;
using Xunit;

namespace Fds.Grains.Tests.Devices;

public sealed class TrialTranslationTests
{
    [Fact]
    public void Seeds_OfATrial_AreItsOwnAndTheStudysWhereItHasNone()
    {
        Assert.Equal((77L, 4), Seeds(StudyMethod.Tpe, new() { Resource = 1, MaximumResource = 1, Seed = 77 }));
        Assert.Equal((5L, 4), Seeds(StudyMethod.Tpe, new() { Resource = 1, MaximumResource = 1 }));
        Assert.Equal((77L, 2), Seeds(StudyMethod.Rtho, new() { Resource = 1, MaximumResource = 1, Member = 2, Seed = 77 }));
    }

    /// <summary>Weights move between its members, so that they share a split; their first weights are their own.</summary>
    [Fact]
    public void Seeds_OfAPopulation_AreOneForAllMembers()
    {
        TrialOrder segment = new() { Resource = 1, MaximumResource = 1, Segments = 2, Segment = 0, Member = 3, Seed = 77 };

        Assert.Equal((77L, 0), Seeds(StudyMethod.Pbt, segment));
        RunSeeds weights = TrialTranslation.Segment(Order(StudyMethod.Pbt, segment), new(8, 0, 4), _ => "")!.Weights!.Value;
        Assert.Equal((77L, 3), (weights.StudySeed, weights.Replica));
    }

    /// <summary>The run that trial 1 began goes on: with its seeds, from where its parent, trial 2, ended, over the whole horizon's schedules.</summary>
    [Fact]
    public void Segment_OfATrialThatGoesOn_BeginsWhereItsParentEnded()
    {
        TrialOrder first = new() { Resource = 9, MaximumResource = 27, ByCost = true, IsCut = true, Member = 4, Seed = 77 };
        TrialOrder last = first with { Resource = 27, Begun = 9, Member = 1, Parent = 2 };
        (TrialSteps, TrialSegment?) Segment(TrialOrder trial)
        {
            WorkOrder order = Order(StudyMethod.Asha, trial);
            TrialSteps steps = TrialTranslation.Steps(order.Specification with { Inner = order.Specification.Inner with { Steps = 300 } }, trial, examples: 1000);
            return (steps, TrialTranslation.Segment(order, steps, state => $"state {state}"));
        }

        Assert.Equal((77L, 1), Seeds(StudyMethod.Asha, last));
        (TrialSteps shorter, TrialSegment? begun) = Segment(first);
        Assert.Equal(300, shorter.Horizon);
        Assert.Equal(new TrialSegment(0, shorter.Count, From: null, To: "state 4"), begun);
        (TrialSteps rest, TrialSegment? ended) = Segment(last);
        Assert.Equal(new TrialSegment(shorter.End, 300, From: "state 2", To: null), ended);
        Assert.Equal(300, shorter.Count + rest.Count);
    }

    [Fact]
    public void Seed_OfAMethod_IsItsOwnForEverySeedOfTheStudy()
    {
        StudyMethod[] methods = Enum.GetValues<StudyMethod>();
        long[] seeds = [.. methods.SelectMany(method => Enumerable.Range(0, 2).Select(seed => TrialSearch.Seed(TestStudies.Specification() with { Methods = [method], Seeds = new() { Base = seed } })))];

        Assert.Equal(2 * methods.Length, seeds.Distinct().Count());
        Assert.All(seeds, seed => Assert.True(seed > 1));
    }

    private static (long StudySeed, int Replica) Seeds(StudyMethod method, TrialOrder trial)
    {
        RunSeeds seeds = TrialTranslation.Seeds(Order(method, trial));
        return (seeds.StudySeed, seeds.Replica);
    }

    private static WorkOrder Order(StudyMethod method, TrialOrder trial)
    {
        StudySpecification study = TestStudies.Specification() with { Methods = [method], Seeds = new() { Base = 5 } };
        return new()
        {
            Key = new() { Study = study.Name, Kind = WorkKind.Trial, OuterStep = 0, Replica = 4 },
            Attempt = 1,
            Pool = "cpu",
            Specification = study,
            Schedule = OuterLoop.Schedule(OuterLoop.Initial(study)),
            Trial = trial,
        };
    }
}
