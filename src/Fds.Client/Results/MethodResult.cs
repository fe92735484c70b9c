using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>One method in result.json.</summary>
internal sealed record MethodResult(
    string Name, double? ValidationLoss, double? ValidationAccuracy, TestAccuracy? TestAccuracy, double GradientSteps, double Seconds, ScheduleValues Schedule)
{
    public static MethodResult Of(MethodSummary method) => new(
        method.Name, method.ValidationLoss, method.ValidationAccuracy, method.Test, method.GradientSteps, method.Seconds, method.Schedule);
}
