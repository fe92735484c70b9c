using System.Collections.Immutable;
using Fds.Contracts.Devices;

namespace Fds.Grains.Tests.Studies.Stories;

/// <summary>One attempt at a piece of work, on a silo. Every inner step costs one gradient step, and a whole run ten.</summary>
internal sealed class DrivenRun(StudyDriver driver, WorkOrder order, Guid id, string silo)
{
    private const int InnerSteps = 8;
    private const double Cost = 10;

    public WorkOrder Order => order;

    private Fence Fence => new() { Attempt = order.Attempt, RunId = id, Incarnation = order.Incarnation };

    /// <summary>Says how far it is.</summary>
    /// <param name="innerStep">The step.</param>
    /// <param name="from">The step of the checkpoint that it went on from.</param>
    public Verdict Reaches(int innerStep, int from = 0) => driver.Hear(new RunProgress
    {
        Key = order.Key,
        Fence = Fence,
        Device = $"{silo}/0",
        Silo = silo,
        InnerStep = innerStep,
        FirstInnerStep = from,
        InnerSteps = InnerSteps,
        StepsPerSecond = 1,
        LiveColumns = 2,
        Spent = innerStep,
    });

    /// <summary>Reports a result.</summary>
    public Verdict Finishes(ImmutableArray<double>? hypergradient = null) => Ends(RunOutcome.Completed, null, hypergradient ?? TestStudies.Gradient(1, -1, 1), InnerSteps, Cost);

    /// <summary>Reports that it broke off at its beginning.</summary>
    public Verdict Fails(string reason) => Ends(RunOutcome.Faulted, reason, [], 0, 0);

    /// <summary>Reports that it was told to stop, and left a checkpoint.</summary>
    public Verdict Stops(int innerStep, string reason) => Ends(RunOutcome.Preempted, reason, [], innerStep, innerStep);

    private Verdict Ends(RunOutcome outcome, string? reason, ImmutableArray<double> hypergradient, int innerSteps, double cost) => driver.Hear(new RunReport
    {
        Key = order.Key,
        Fence = Fence,
        Device = $"{silo}/0",
        Silo = silo,
        Outcome = outcome,
        Reason = reason,
        Hypergradient = order.Key.Kind == WorkKind.Hypergradient ? hypergradient : [],
        Loss = 0.5,
        Accuracy = 0.5,
        AboveChance = true,
        InnerSteps = innerSteps,
        GradientSteps = cost,
    });
}
