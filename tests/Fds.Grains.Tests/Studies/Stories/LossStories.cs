using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies.Stories;

/// <summary>Silos and coordinators that are lost, and what a study makes of it: no result is lost, and none counts twice.</summary>
public sealed class LossStories
{
    [Fact]
    public void Study_WhenASiloDies_RunsItsReplicaElsewhere()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 1, seeds: 2, retrainings: 0));
        driver.Silo("a").Takes(replica: 0).Reaches(innerStep: 5);
        DrivenRun other = driver.Silo("b").Takes(replica: 1);

        driver.Silo("a").Dies();
        driver.Advance(TimeSpan.FromSeconds(1));

        driver.Says(StudyEventKind.Redispatched, "outer step 1, replica 0 is queued again as attempt 2: its silo a is gone");
        Assert.Equal([0], driver.Waiting);
        driver.Silo("b").Finishes(replica: 0);
        other.Finishes();
        Assert.Equal(StudyState.Succeeded, driver.Status.State);
        Assert.Equal(2, Assert.Single(driver.History).Contributing);
    }

    [Fact]
    public void Study_WhenASiloIsSilentForItsLeaseAndComesBack_CountsNothingOfTheZombie()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 1, seeds: 1, retrainings: 0));
        DrivenRun zombie = driver.Silo("a").Takes(replica: 0);

        driver.Advance(StudyDriver.Lease);
        Assert.Empty(driver.Waiting);
        driver.Advance(TimeSpan.FromSeconds(1));

        driver.Says(StudyEventKind.Redispatched, "outer step 1, replica 0 is queued again as attempt 2: no heartbeat from a/0 for 31 s");
        DrivenRun successor = driver.Silo("b").Takes(replica: 0);
        Assert.Equal(Verdict.Abandon, zombie.Reaches(innerStep: 7));
        Assert.Equal(Verdict.Abandon, zombie.Finishes(TestStudies.Gradient(9, 9, 9)));
        Assert.Equal(StudyState.Running, driver.Status.State);
        Assert.Equal(Verdict.Accepted, successor.Finishes(TestStudies.Gradient(1, 1, 1)));
        Assert.Equal(1, driver.Status.LastStep[0].Hypergradient);
    }

    [Fact]
    public void Study_WhenARunIsHeardFromWithinItsLease_LetsItGoOn()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 1, seeds: 1, retrainings: 0));
        DrivenRun run = driver.Silo("a").Takes(replica: 0);
        for (int step = 1; step < 8; step++)
        {
            driver.Advance(StudyDriver.Lease);
            Assert.Equal(Verdict.Continue, run.Reaches(step));
        }

        Assert.DoesNotContain(driver.Events, happened => happened.Kind == StudyEventKind.Redispatched);
    }

    [Fact]
    public void Study_WhenItsCoordinatorIsLostInTheMiddleOfAStep_CountsWhatWasInAndWhatStillRuns()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 1, seeds: 3, retrainings: 0));
        driver.Silo("a").Finishes(replica: 0, TestStudies.Gradient(3, 1, 1));
        DrivenRun running = driver.Silo("b").Takes(replica: 1);

        driver.LoseCoordinator();

        driver.Says(StudyEventKind.Activated, "study continues at OuterLoop, outer step 1, with 1 of 3 results");
        driver.Silo("a").Finishes(replica: 2, TestStudies.Gradient(2, 1, 1));
        Assert.Equal(Verdict.Accepted, running.Finishes(TestStudies.Gradient(1, 1, 1)));
        Assert.Equal(StudyState.Succeeded, driver.Status.State);
        Assert.Equal(2, driver.Status.LastStep[0].Hypergradient);
        Assert.Equal(30, driver.Status.GradientSteps);
    }

    [Fact]
    public void Study_WhenCoordinatorAndSiloAreLostTogether_RunsTheReplicaAgain()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 1, seeds: 1, retrainings: 0));
        driver.Silo("a").Takes(replica: 0);

        driver.Silo("a").Dies();
        driver.LoseCoordinator();

        driver.Silo("b").Finishes(replica: 0);
        Assert.Equal(StudyState.Succeeded, driver.Status.State);
        Assert.Equal(2, Assert.Single(driver.Status.Replicas).Attempt);
    }

    [Fact]
    public void Run_WhenItFailsOnOneSilo_IsTriedElsewhereAndLeftOutAfterTheThirdTime()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 1, seeds: 2, retrainings: 0));
        driver.Silo("a").Finishes(replica: 1);
        foreach (string silo in (string[])["a", "b", "c"])
        {
            DrivenRun run = driver.Silo(silo).Takes(replica: 0);
            Assert.DoesNotContain(silo, run.Order.FailedOn);
            run.Fails("out of memory");
        }

        driver.Says(StudyEventKind.ReplicaLeftOut, "outer step 1, replica 0 is left out (Failed): it failed 3 times; the last reason: out of memory");
        Assert.Equal(StudyState.Succeeded, driver.Status.State);
        Assert.Equal(1, Assert.Single(driver.History).Contributing);
    }
}
