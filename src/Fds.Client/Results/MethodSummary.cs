using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>What one method reached with one schedule, and what it cost.</summary>
/// <param name="Name">Method.</param>
/// <param name="ScheduleName">learned or best.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="ValidationLoss">Mean validation loss of the outer step that stands for it.</param>
/// <param name="ValidationAccuracy">Mean validation accuracy of that step.</param>
/// <param name="Test">Test accuracy after retraining; null where none completed.</param>
/// <param name="GradientSteps">Cost in gradient steps.</param>
/// <param name="Seconds">Time.</param>
internal sealed record MethodSummary(
    string Name, string ScheduleName, ScheduleValues Schedule, double? ValidationLoss, double? ValidationAccuracy, TestAccuracy? Test, double GradientSteps, double Seconds)
{
    /// <summary>The learned schedule, and the best one where there is any.</summary>
    public static IEnumerable<MethodSummary> Of(StudyResult result)
    {
        OuterStepRecord? last = result.OuterSteps.IsEmpty ? null : result.OuterSteps[^1];
        yield return Make(result, "learned", result.Learned, last, RetrainedSchedule.Learned);
        if (result.Best is { } best && result.BestOuterStep is { } index)
        {
            yield return Make(result, "best", best, result.OuterSteps.First(step => step.Index == index), RetrainedSchedule.Best);
        }
    }

    private static MethodSummary Make(StudyResult result, string name, ScheduleValues schedule, OuterStepRecord? step, RetrainedSchedule kind) => new(
        "fds", name, schedule, step?.ValidationLoss, step?.ValidationAccuracy, TestAccuracy.Of(result.Retrainings.Where(run => run.Schedule == kind)), result.Status.GradientSteps, result.Seconds);
}
