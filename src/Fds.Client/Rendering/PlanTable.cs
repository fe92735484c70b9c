using Fds.Contracts.Planning;
using Fds.Contracts.Studies;
using Fds.Core.Runtime;

namespace Fds.Client.Rendering;

/// <summary>A plan as a table.</summary>
internal static class PlanTable
{
    public static Grid Of(StudyPlan plan, TableFigures figures) => new(
        ["plan", ""],
        [
            ["training examples", $"{figures.Whole(plan.TrainingExamples)} ({figures.Whole(plan.ValidationExamples)} for validation, {figures.Whole(plan.TestExamples)} for test)"],
            .. DataRows.Of(plan.Data),
            ["weights (P)", figures.Whole(plan.Parameters)],
            .. plan.FirstWeights is { } first ? (IReadOnlyList<string>[])[["first weights", first]] : [],
            ["horizon (T)", $"{string.Join(' ', plan.Horizons.Distinct().Select(horizon => figures.Whole(horizon)))} inner steps, {plan.Horizons.Length} outer steps"],
            ["columns (K)", $"{plan.Columns}"],
            .. plan.Hypergradients is { } computed
                ? (IReadOnlyList<string>[])[["hypergradients", Words.Computation(computed)], [computed.Mode == HypergradientMode.Reverse ? "kept states" : "tangents", MemoryAmount.Words(computed.Bytes)]]
                : [["tangents", MemoryAmount.Words(plan.TangentBytes)]],
            .. plan.Data is null ? Array.Empty<IReadOnlyList<string>>() : [["memory", $"{MemoryAmount.Words(plan.Data.Bytes)} of data, and at least {MemoryAmount.Words(plan.RunBytes)} for every run"]],
            .. plan.Methods.Length < 2 ? [] : plan.Methods.Select(IReadOnlyList<string> (method) =>
                [$"cost of {method.Method.Word()}", method.GradientSteps is { } cost ? $"at most {cost:N0} gradient steps" : "limited by time only"]),
            ["cost", $"{plan.GradientSteps:N0} gradient steps{(plan.Methods.All(method => method.GradientSteps is not null) ? "" : ", plus the cost of methods that only a time limits")}"],
            ["expected time", $"{Words.Duration(plan.Seconds) ?? "not measured, because the network is very large,"} on {plan.Slots} {plan.Device} slots"],
        ]);
}
