using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>One method in result.json.</summary>
internal sealed record MethodLine(
    string Name, double? ValidationLoss, double? ValidationAccuracy, TestAccuracy? TestAccuracy, double GradientSteps, double Seconds, ScheduleValues? Schedule)
{
    public static MethodLine Of(MethodSummary method) => new(
        method.Name, method.ValidationLoss, method.ValidationAccuracy, method.Test, method.GradientSteps, method.Seconds, method.Schedule);
}
