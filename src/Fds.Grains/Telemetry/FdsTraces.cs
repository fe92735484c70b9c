using System.Diagnostics;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Studies.Plans.Learning;

namespace Fds.Grains.Telemetry;

/// <summary>
/// The spans of a study: the study, below it its phases (an outer step, a search, a retraining), below them every attempt of every
/// replica. A study outlives processes and a span does not, so the study's own is over as soon as it is submitted: its identity is
/// stored with the study, and all that follows, on any silo, is below it.
/// </summary>
public static class FdsTraces
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Fds.Cluster";

    private static readonly ActivitySource source = new(SourceName);

    /// <summary>Begins a study's root span.</summary>
    /// <returns>Its identity (W3C traceparent); null where nobody traces.</returns>
    internal static string? Study(string study, StudySpecification specification)
    {
        using Activity? root = Begin("study", default);
        root?.SetTag("fds.study", study).SetTag("fds.methods", string.Join(',', specification.Methods.Select(method => method.Word())));
        return root?.Id;
    }

    /// <summary>What a study works at, until it is disposed of; null where nobody traces.</summary>
    /// <param name="parent">The study's identity, if it has one.</param>
    /// <param name="study">Its name.</param>
    /// <param name="phase">What it works at.</param>
    /// <param name="outerStep">Outer step, from 0.</param>
    internal static Activity? Work(string? parent, string study, StudyPhase phase, int outerStep) =>
        Below(parent, phase == StudyPhase.OuterLoop ? "outer step" : phase.ToString().ToLowerInvariant())?.SetTag("fds.study", study).SetTag("fds.outer_step", outerStep);

    /// <summary>One attempt on a device, until it is disposed of; null where nobody traces.</summary>
    internal static Activity? Attempt(DeviceSlot slot, WorkOrder order) => Below(order.TraceParent, "attempt")?
        .SetTag("fds.study", order.Key.Study)
        .SetTag("fds.work", order.Key.Kind.ToString())
        .SetTag("fds.outer_step", order.Key.OuterStep)
        .SetTag("fds.replica", order.Key.Replica)
        .SetTag("fds.attempt", order.Attempt)
        .SetTag("fds.device", slot.Key);

    /// <summary>How an attempt ended.</summary>
    internal static void Ended(Activity? attempt, RunOutcome outcome, string? reason)
    {
        attempt?.SetTag("fds.outcome", outcome.ToString());
        if (outcome is not (RunOutcome.Completed or RunOutcome.Preempted))
        {
            attempt?.SetStatus(ActivityStatusCode.Error, reason);
        }
    }

    private static Activity? Below(string? parent, string name) => ActivityContext.TryParse(parent, null, isRemote: true, out ActivityContext context) ? Begin(name, context) : null;

    /// <summary>Begins a span that is not ambient, because other work on the same turn or task does not belong to it.</summary>
    private static Activity? Begin(string name, ActivityContext parent)
    {
        Activity? ambient = Activity.Current;
        Activity.Current = null;
        Activity? begun = source.StartActivity(name, ActivityKind.Internal, parent);
        Activity.Current = ambient;
        return begun;
    }
}
