using System.Diagnostics;
using Fds.Grains.Telemetry;

namespace Fds.Grains.Studies;

/// <summary>What the study works at, as a span. One that is not over when the study moves ends with its activation, and another begins where the study goes on.</summary>
internal sealed partial class StudyGrain
{
    private Activity? span;

    private void BeginSpan()
    {
        span?.Dispose();

        // A study that was submitted when nobody traced has no identity yet.
        State.TraceParent ??= FdsTraces.Study(Name, State.Specification);
        span = FdsTraces.Work(State.TraceParent, Name, State.Phase, State.OuterStep);
    }

    private void EndSpan()
    {
        span?.Dispose();
        span = null;
    }
}
