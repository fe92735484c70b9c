using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies.Stories;

/// <summary>What time alone does to a study: a quorum's grace ends, a budget of time is used up.</summary>
public sealed class TimeStories
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    [Fact]
    public void Step_WhenTheGraceAfterItsQuorumEnds_LeavesTheSilentAndTheWaitingBehind()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 2, retrainings: 0) with { Seeds = new() { Count = 4, Quorum = 2, Grace = Grace } });
        DrivenRun straggler = driver.Silo("a").Takes(replica: 0);
        driver.Silo("b").Finishes(replica: 1);
        driver.Silo("b").Finishes(replica: 3);
        for (TimeSpan passed = TimeSpan.Zero; passed < Grace - TimeSpan.FromSeconds(1); passed += TimeSpan.FromSeconds(1))
        {
            driver.Advance(TimeSpan.FromSeconds(1));
            straggler.Reaches(innerStep: 1);
        }

        Assert.Equal(0, driver.Status.OuterStep);
        driver.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, driver.Status.OuterStep);
        Assert.Equal([0, 1, 2, 3], driver.Waiting);
        Assert.Equal(
            ["outer step 1, replica 0", "outer step 1, replica 2"],
            driver.Events.Where(happened => happened.Kind == StudyEventKind.ReplicaLeftOut).Select(happened => happened.Message.Split(" is left out")[0]));
        Assert.Equal(Verdict.Abandon, straggler.Reaches(innerStep: 2));
    }

    [Fact]
    public void Step_WhenTheWholeQuorumAndTheRestAreInWithinTheGrace_CountsThemAll()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 2, retrainings: 0) with { Seeds = new() { Count = 3, Quorum = 2, Grace = Grace } });
        driver.Silo("a").Finishes(replica: 0, TestStudies.Gradient(1, 1, 1));
        driver.Silo("a").Finishes(replica: 1, TestStudies.Gradient(1, 1, 1));
        Assert.Equal(0, driver.Status.OuterStep);
        driver.Silo("a").Finishes(replica: 2, TestStudies.Gradient(4, 1, 1));

        Assert.Equal(1, driver.Status.OuterStep);
        Assert.Equal(2, driver.Status.LastStep[0].Hypergradient);
    }

    [Fact]
    public void Step_WhenABudgetOfTimeIsUsedUp_IsPaidForAsFarAsItWas()
    {
        TimeSpan allowed = TimeSpan.FromSeconds(20);
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 9, retrainings: 0) with { Budget = new() { WallClock = allowed } });
        driver.Silo("a").Finishes(replica: 0);
        driver.Silo("a").Finishes(replica: 1);
        driver.Silo("a").Takes(replica: 0).Reaches(innerStep: 7);

        driver.Advance(allowed - TimeSpan.FromSeconds(1));
        Assert.Equal(StudyState.Running, driver.Status.State);
        driver.Advance(TimeSpan.FromSeconds(1));

        StudyStatus status = driver.Status;
        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal(1, status.OuterStep);
        Assert.Equal(27, status.GradientSteps);
        Assert.Equal(27, status.Learning.GradientSteps);
    }

    [Fact]
    public void Budget_WhileAStudyIsPaused_IsNotUsed()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 9, retrainings: 0) with { Budget = new() { WallClock = TimeSpan.FromSeconds(20) } });
        driver.Advance(TimeSpan.FromSeconds(15));
        driver.Pause("night");
        driver.Advance(TimeSpan.FromHours(8));
        driver.Resume();
        driver.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(StudyState.Running, driver.Status.State);
        driver.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(StudyState.Running, driver.Status.State);
    }
}
