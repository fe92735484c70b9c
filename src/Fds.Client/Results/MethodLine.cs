using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>One method in result.json, with what it spent on learning, and beside others when it had what fds has.</summary>
internal sealed record MethodLine(
    string Name, double? ValidationLoss, double? ValidationAccuracy, double? PriorLoss, TestFigures? TestAccuracy, TestFigures? TestLoss, double GradientSteps, double Seconds, KindMap<ImmutableArray<double>>? Schedule, MethodReach? Reach)
{
    public static MethodLine Of(MethodSummary method, MethodReach? reach) => new(
        method.Name, method.ValidationLoss, method.ValidationAccuracy, method.PriorLoss, method.Test, method.TestLoss, method.Cost.GradientSteps, method.Cost.Seconds, method.Schedule, reach);
}
