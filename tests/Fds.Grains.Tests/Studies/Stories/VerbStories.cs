using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies.Stories;

/// <summary>What a user asks of a study that is under way or over.</summary>
public sealed class VerbStories
{
    [Fact]
    public void Study_WhenPausedInTheMiddleOfARun_GoesOnFromItsCheckpoint()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 1, seeds: 1, retrainings: 0));
        DrivenRun run = driver.Silo("a").Takes(replica: 0);

        driver.Pause("lunch");
        Assert.Equal(Verdict.Preempt, run.Reaches(innerStep: 5));
        run.Stops(innerStep: 5, "the study is paused");
        driver.Advance(TimeSpan.FromHours(1));
        Assert.Empty(driver.Waiting);
        driver.Resume();

        DrivenRun rest = driver.Silo("b").Takes(replica: 0);
        rest.Reaches(innerStep: 6, from: 5);
        driver.Says(StudyEventKind.Restored, "outer step 1, replica 0 continues from its checkpoint at inner step 5, attempt 2 on b/0");
        rest.Finishes();
        Assert.Equal(StudyState.Succeeded, driver.Status.State);
    }

    [Fact]
    public void Study_WhenCancelled_KeepsWhatItLearnedAndFencesWhatRuns()
    {
        StudyDriver driver = StudyDriver.Submit(TestStudies.Specification(steps: 50, seeds: 2));
        for (int step = 0; step < 2; step++)
        {
            driver.Silo("a").Finishes(replica: 0);
            driver.Silo("b").Finishes(replica: 1);
        }

        DrivenRun running = driver.Silo("a").Takes(replica: 0);
        ImmutableArray<HyperparameterReading> learned = driver.Status.Hyperparameters;
        StudyStatus status = driver.Cancel("enough");

        Assert.Equal(StudyState.Cancelled, status.State);
        Assert.Equal("enough", status.Reason);
        Assert.Equal(2, driver.History.Count);
        Assert.All(learned.Where(value => value.Kind == HyperparameterKind.LearningRate), value => Assert.NotEqual(0.5, value.Value));
        Assert.Equal(learned, status.Hyperparameters);
        Assert.Empty(driver.Waiting);
        Assert.Equal(Verdict.Abandon, running.Finishes());
    }

    /// <summary>The orders are all that devices know: where they are the same, so are the bits that come of them.</summary>
    [Fact]
    public void Study_WhenExtendedAfterItsEnd_OrdersAndLearnsAsOneThatWasThatLong()
    {
        List<GivenOrder> whole = [];
        StudyDriver longer = StudyDriver.Submit(TestStudies.Specification(steps: 3));
        longer.Silo("a").FinishesAll(order => Find(order, whole));
        List<GivenOrder> parts = [];
        StudyDriver extended = StudyDriver.Submit(TestStudies.Specification(steps: 1));
        extended.Silo("a").FinishesAll(order => Find(order, parts));
        Assert.Equal(StudyState.Succeeded, extended.Status.State);

        Assert.Equal(VerbOutcome.Done, extended.Extend(new() { OuterSteps = 3 }).Outcome);
        extended.Silo("a").FinishesAll(order => Find(order, parts));

        Assert.Equal(StudyState.Succeeded, extended.Status.State);
        Assert.Equal(Learning(whole), Learning(parts));
        Assert.Equal(6, Learning(parts).Count());
        Assert.Equal(Retraining(whole), Retraining(parts).TakeLast(Retraining(whole).Count()));
        Assert.Equal(longer.Status.Hyperparameters, extended.Status.Hyperparameters);
        Assert.Equal(longer.Status.LastStep, extended.Status.LastStep);
    }

    /// <summary>Twelve fresh runs, of which one has begun: the others share what the budget is raised by.</summary>
    [Fact]
    public void Study_WhenItsBudgetIsRaisedWhileItChooses_GivesItToRunsThatHaveNotBegun()
    {
        StudySpecification study = AdamOuterRuleTests.Adam(TestStudies.Specification(steps: 2, seeds: 1, retrainings: 0));
        StudyDriver driver = StudyDriver.Submit(study with { Budget = study.Budget with { GradientSteps = 1000 } });
        driver.Silo("a").Finishes(replica: 0);
        driver.Silo("a").Finishes(replica: 0);
        DrivenRun running = driver.Silo("a").TakesNext();
        double before = driver.Next!.CostLimit!.Value;
        int runs = driver.Waiting.Count() + 1;

        Assert.Equal(VerbOutcome.Done, driver.Extend(new() { GradientSteps = 1120 }).Outcome);

        Assert.Equal(runs - 1, driver.Waiting.Count());
        Assert.Equal(before + (120.0 / runs), driver.Next!.CostLimit!.Value, 9);
        Assert.Equal(Verdict.Accepted, running.Finishes());
        driver.Silo("a").FinishesAll();
        Assert.Equal(StudyState.Succeeded, driver.Status.State);
    }

    /// <summary>A hypergradient that depends on the order alone, which is noted.</summary>
    private static ImmutableArray<double> Find(WorkOrder order, List<GivenOrder> orders)
    {
        orders.Add(new(order.Key, string.Join(' ', order.Schedule.LearningRate), string.Join(' ', order.Schedule.WeightDecay)));
        return TestStudies.Gradient(1 + order.Key.Replica - order.Schedule.LearningRate[0], order.Schedule.LearningRate[1] - order.Key.OuterStep, 1);
    }

    private static IEnumerable<GivenOrder> Learning(List<GivenOrder> orders) => orders.Where(order => order.Key.Kind == WorkKind.Hypergradient);

    private static IEnumerable<GivenOrder> Retraining(List<GivenOrder> orders) => orders.Where(order => order.Key.Kind != WorkKind.Hypergradient);

    /// <summary>What a device was told to run.</summary>
    private sealed record GivenOrder(WorkKey Key, string LearningRate, string WeightDecay);
}
