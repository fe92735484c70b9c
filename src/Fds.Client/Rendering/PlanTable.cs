using Fds.Contracts.Planning;

namespace Fds.Client.Rendering;

/// <summary>A plan as a table.</summary>
internal static class PlanTable
{
    public static Grid Of(StudyPlan plan) => new(
        ["plan", ""],
        [
            ["training examples", $"{plan.TrainingExamples} ({plan.ValidationExamples} for validation, {plan.TestExamples} for test)"],
            ["weights (P)", $"{plan.Parameters}"],
            ["horizon (T)", $"{string.Join(' ', plan.Horizons.Distinct())} inner steps, {plan.Horizons.Length} outer steps"],
            ["columns (K)", $"{plan.Columns}"],
            ["tangents", $"{plan.TangentBytes / 1048576.0:F1} MiB"],
            ["cost", $"{plan.GradientSteps:N0} gradient steps"],
            ["expected time", $"{Words.Span(TimeSpan.FromSeconds(plan.Seconds))} on {plan.Slots} {plan.Device} slots"],
        ]);
}
