using Fds.Contracts.Devices;
using Fds.Grains.Tests.Studies;
using Fds.Studies.Plans.Learning;

namespace Fds.Grains.Tests.Scheduling;

/// <summary>Work orders.</summary>
internal static class Orders
{
    /// <summary>Of the study that all orders are of.</summary>
    public static Guid Incarnation { get; } = new("11111111-2222-3333-4444-555555555555");

    public static WorkOrder Order(int replica, int attempt = 1, string study = "study", int priority = 0) => new()
    {
        Incarnation = Incarnation,
        Key = new() { Study = study, Kind = WorkKind.Hypergradient, OuterStep = 0, Replica = replica },
        Attempt = attempt,
        Pool = "cpu",
        Specification = TestStudies.Specification(study) with { Resources = new() { Device = "cpu", Priority = priority } },
        Schedule = OuterLoop.Schedule(OuterLoop.Initial(TestStudies.Specification(study))),
    };
}
