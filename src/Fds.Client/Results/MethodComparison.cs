using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>
/// Methods side by side. The yardstick is fds: the lowest mean validation loss of any of its outer steps, and what had been spent when
/// it had it. Every other method is asked what it had spent when it first had a loss as low.
/// </summary>
/// <param name="Target">The validation loss to reach; null where fds is not among the methods or has no result.</param>
/// <param name="CostOfTarget">What fds had spent when it had it.</param>
/// <param name="Rows">The methods.</param>
internal sealed record MethodComparison(double? Target, MethodCost? CostOfTarget, IReadOnlyList<MethodComparisonRow> Rows)
{
    /// <summary>What the factor means, in words for whoever reads a table of it.</summary>
    public const string Definition =
        "times fds = cost at which a method first had a validation loss as low as the best outer step of fds, over the cost at which fds had it; > N: not reached after N times that cost";

    /// <summary>The methods of one study or of several, compared with the first fds among them.</summary>
    public static MethodComparison Of(IEnumerable<StudyResult> results)
    {
        StudyResult[] studies = [.. results];
        MethodResult[] methods = [.. studies.SelectMany(study => study.Methods)];
        MethodEvaluation? target = methods.FirstOrDefault(method => method.Method == StudyMethod.Fds && !method.Curve.IsEmpty)?.Curve.MinBy(point => point.ValidationLoss);
        return new(target?.ValidationLoss, target?.Spent, [.. studies.SelectMany(study => study.Methods.SelectMany(method => MethodComparisonRow.Of(method, target, Hand(study), Guess.Of(study))))]);
    }

    /// <summary>The hand's result of the same study: only its retrainings have the same seeds as those of the others.</summary>
    private static MethodResult? Hand(StudyResult study) => study.Methods.FirstOrDefault(method => method.Method == StudyMethod.Hand);
}
