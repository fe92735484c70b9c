using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>schedule.json: the learned schedule per window and per inner step of the last outer step's horizon.</summary>
/// <param name="Horizon">T, in inner steps.</param>
/// <param name="Windows">Values per window.</param>
/// <param name="Steps">Values per inner step.</param>
internal sealed record ScheduleFile(int Horizon, ScheduleValues Windows, ScheduleValues Steps)
{
    public static ScheduleFile Of(StudyResult result)
    {
        int horizon = result.OuterSteps.IsEmpty ? 0 : result.OuterSteps[^1].InnerSteps;
        ScheduleValues learned = result.Learned;
        return new(horizon, learned, new()
        {
            LearningRate = [.. PerStep(learned, HyperparameterKind.LearningRate, horizon)],
            Momentum = [.. PerStep(learned, HyperparameterKind.Momentum, horizon)],
            WeightDecay = [.. PerStep(learned, HyperparameterKind.WeightDecay, horizon)],
        });
    }

    private static IEnumerable<double> PerStep(ScheduleValues schedule, HyperparameterKind kind, int horizon) =>
        WindowSpan.Of(schedule, kind, horizon).SelectMany(span => Enumerable.Repeat(span.Value, Math.Max(0, span.LastStep - span.FirstStep + 1)));
}
