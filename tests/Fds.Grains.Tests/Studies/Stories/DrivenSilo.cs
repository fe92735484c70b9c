using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Xunit;

namespace Fds.Grains.Tests.Studies.Stories;

/// <summary>A silo that takes a study's work and reports on it as a test says.</summary>
internal sealed class DrivenSilo(StudyDriver driver, string name)
{
    public bool IsGone { get; private set; }

    /// <summary>Takes up waiting work, and says so.</summary>
    public DrivenRun Takes(int replica, WorkKind kind = WorkKind.Hypergradient) => Begins(driver.Take(kind, replica));

    /// <summary>Takes up the work that has waited longest, whatever it is.</summary>
    public DrivenRun TakesNext()
    {
        WorkOrder order = driver.Next!;
        driver.Take(order);
        return Begins(order);
    }

    /// <summary>Takes up waiting work and reports its result.</summary>
    public void Finishes(int replica, ImmutableArray<double>? hypergradient = null, WorkKind kind = WorkKind.Hypergradient) =>
        Assert.Equal(Verdict.Accepted, Takes(replica, kind).Finishes(hypergradient));

    /// <summary>Takes up and finishes all work that waits, and all that comes of it.</summary>
    /// <param name="hypergradient">What it finds, by its order.</param>
    public void FinishesAll(Func<WorkOrder, ImmutableArray<double>>? hypergradient = null)
    {
        while (driver.Next is { } order)
        {
            Assert.Equal(Verdict.Accepted, TakesNext().Finishes(hypergradient?.Invoke(order)));
        }
    }

    /// <summary>It goes with all that runs on it, and no word comes from it any more.</summary>
    public void Dies() => IsGone = true;

    private DrivenRun Begins(WorkOrder order)
    {
        DrivenRun run = new(driver, order, driver.NewRun(), name);
        Assert.Equal(Verdict.Continue, run.Reaches(0));
        return run;
    }
}
