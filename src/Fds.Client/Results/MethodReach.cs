namespace Fds.Client.Results;

/// <summary>One method of a comparison in result.json: when it had a validation loss as low as the best outer step of fds.</summary>
/// <param name="Results">Outer steps, or trials over the whole horizon, with a result.</param>
/// <param name="GradientSteps">Spent when it first had that loss; null where it never had.</param>
/// <param name="Times">That over what fds had spent; where it never had, all that it spent over that. Null without fds.</param>
internal sealed record MethodReach(int Results, double? GradientSteps, double? Times)
{
    /// <summary>As the table of a comparison has it.</summary>
    public static MethodReach Of(MethodComparisonRow row) => new(row.Evaluations, row.CostToReach?.GradientSteps, row.Times);
}
