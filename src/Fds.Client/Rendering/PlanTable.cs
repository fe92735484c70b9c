using Fds.Contracts.Planning;
using Fds.Contracts.Studies;

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
            .. plan.Hypergradients is { } computed
                ? (IReadOnlyList<string>[])[["hypergradients", Words.Computation(computed)], [computed.Mode == HypergradientMode.Reverse ? "kept states" : "tangents", Words.Mebibytes(computed.Bytes)]]
                : [["tangents", Words.Mebibytes(plan.TangentBytes)]],
            .. plan.Methods.Length < 2 ? [] : plan.Methods.Select(IReadOnlyList<string> (method) =>
                [$"cost of {method.Method.Word()}", method.GradientSteps is { } cost ? $"at most {cost:N0} gradient steps" : "limited by time only"]),
            ["cost", $"{plan.GradientSteps:N0} gradient steps{(plan.Methods.All(method => method.GradientSteps is not null) ? "" : ", and what methods spend that only a time limits")}"],
            ["expected time", $"{Words.Duration(plan.Seconds) ?? "not measured, as the network is very large,"} on {plan.Slots} {plan.Device} slots"],
        ]);
}
