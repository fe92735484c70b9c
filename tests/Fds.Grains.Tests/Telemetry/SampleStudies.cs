using Fds.Contracts.Studies;
using Fds.Grains.Tests.Scheduling;
using Fds.Grains.Tests.Studies;
using Fds.Studies;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Views;
using Fds.Studies.Work;

namespace Fds.Grains.Tests.Telemetry;

/// <summary>What a coordinator tells the instruments of a small study with two windows of the learning rate and one of each other kind.</summary>
internal static class SampleStudies
{
    /// <summary>The scheduler's word that the only device is busy.</summary>
    public static WaitReasons NoFreeSlot { get; } = new(new() { Devices = 1, Busy = 1, Orders = [Orders.Order(0).Key], Ahead = [0] }, "cpu", null, Paused: false, default);

    public static OuterStepRecord History()
    {
        StudySpecification study = TestStudies.Specification();
        return new()
        {
            Index = 0,
            InnerSteps = 8,
            Readings = [.. OuterSteps.Update(study, OuterLoop.Initial(study), [TestStudies.Gradient(1, -3, -1), TestStudies.Gradient(3, -1, -1)]).Readings.Select(reading => reading with { ProductsClamped = 0.125 })],
            Measurements = new() { GradientClamped = 0.25 },
            Schedule = OuterLoop.Schedule(OuterLoop.Initial(study)),
            Contributing = 2,
            Replicas = [],
            ValidationLoss = 0.5,
            ValidationAccuracy = 0.75,
            GradientSteps = 24,
            Seconds = 1.5,
        };
    }

    public static StudyRecord Running(OuterStepRecord? step = null, int waiting = 0) => new()
    {
        Submission = TestStudies.Submission(TestStudies.Specification()),
        State = StudyState.Running,
        OuterStep = step is null ? 0 : 1,
        Values = OuterLoop.Initial(TestStudies.Specification()),
        History = step is null ? [] : [step],
        Work = [.. Enumerable.Range(0, waiting).Select(i => new WorkItem { Key = Orders.Order(i).Key, WaitingSince = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(1 + i) })],
    };
}
