using Fds.Contracts.Studies;
using Fds.Studies.Plans.Children;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>A study whose members, studies of their own, do the work.</summary>
[Collection(ChildStudyClusterTests.Name)]
public sealed class StudyPopulationTests(StudyCluster cluster)
{
    /// <summary>Four members of one outer step each, two replicas at 10 apiece; the best one is of the second generation.</summary>
    [Fact]
    public async Task Population_ThatHasEnded_SpentWhatAllItsMembersDid()
    {
        StudySpecification study = TestStudies.Specification("paid-in-full", steps: 2, retrainings: 0) with { Population = new() { Members = 2, ReplaceEvery = 1 } };
        foreach ((int member, int generation) in ((int, int)[])[(0, 0), (1, 0), (0, 1), (1, 1)])
        {
            cluster.Runner.Script(
                Population.Name(study.Name, member, generation), (order, _) => ScriptedRunner.Completed(order) with { Loss = 0.5 - (0.2 * generation) - (0.1 * member) });
        }

        await cluster.Submit(study);
        await cluster.Events(study.Name);
        StudyResult result = (await cluster.Study(study.Name).GetResult().Reached("the result"))!;

        Assert.Equal(StudyState.Succeeded, result.Status.State);
        Assert.Equal(80, result.Status.Learning.GradientSteps);
        Assert.Equal([80.0], Assert.Single(result.Methods).Curve.Select(point => point.Spent.GradientSteps));
    }
}
