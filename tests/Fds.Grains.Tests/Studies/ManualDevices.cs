using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Grains.Tests.Studies;

/// <summary>Speaks to a study for devices that do not exist, in whatever order and under whatever fence a test wants.</summary>
internal sealed class ManualDevices(IStudyGrain study, string name, string silo)
{
    public IStudyGrain Study => study;

    public WorkKey Key(int replica, int outerStep = 0, WorkKind kind = WorkKind.Hypergradient, int shard = 0) =>
        new() { Study = name, Kind = kind, OuterStep = outerStep, Replica = replica, Shard = shard };

    public Task<Verdict> Progress(WorkKey key, Fence fence, int innerStep = 1, int firstInnerStep = 0, double? cost = null, double spent = 0, double firstSpent = 0, double seconds = 0) => study.Progress(new()
    {
        Key = key,
        Fence = fence,
        Device = "elsewhere/0",
        Silo = silo,
        InnerStep = innerStep,
        FirstInnerStep = firstInnerStep,
        InnerSteps = 8,
        StepsPerSecond = 1,
        LiveColumns = 2,
        Cost = cost,
        Spent = spent,
        FirstSpent = firstSpent,
        Seconds = seconds,
    }).Reached($"the answer to progress of {key}");

    public Task<Verdict> Finish(
        WorkKey key, Fence fence, RunOutcome outcome = RunOutcome.Completed, ImmutableArray<double>? hypergradient = null, string? reason = null, double cost = 10, ImmutableArray<double>? greedy = null, double firstSpent = 0) =>
        study.Finished(new()
        {
            Key = key,
            Fence = fence,
            Device = "elsewhere/0",
            Silo = silo,
            Outcome = outcome,
            Reason = reason,
            Hypergradient = hypergradient ?? TestStudies.Gradient(1, -1, 1),
            GreedyHypergradient = greedy ?? [],
            Loss = 0.5,
            Accuracy = 0.5,
            InnerSteps = 8,
            GradientSteps = cost,
            FirstSpent = firstSpent,
        }).Reached($"the answer to the report of {key}");

    /// <summary>A run that starts, ends and counts.</summary>
    public async Task<Verdict> Run(WorkKey key, ImmutableArray<double>? hypergradient = null, RunOutcome outcome = RunOutcome.Completed, string? reason = null)
    {
        int attempt = (await Status()).Replicas.Single(replica => replica.Key == key).Attempt;
        return await Finish(key, New(attempt), outcome, hypergradient, reason);
    }

    public Task<StudyStatus> Status() => study.GetStatus().Reached($"the status of {name}");

    public static Fence New(int attempt = 1, Guid incarnation = default) => new() { Attempt = attempt, RunId = Guid.NewGuid(), Incarnation = incarnation };
}
