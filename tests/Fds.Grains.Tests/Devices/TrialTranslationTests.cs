using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
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
        Assert.Equal((77L, 3), (TrialTranslation.Segment(Order(StudyMethod.Pbt, segment), 8, _ => "")!.Weights!.Value.StudySeed, TrialTranslation.Segment(Order(StudyMethod.Pbt, segment), 8, _ => "")!.Weights!.Value.Replica));
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
        Fds.Core.Training.RunSeeds seeds = TrialTranslation.Seeds(Order(method, trial));
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
