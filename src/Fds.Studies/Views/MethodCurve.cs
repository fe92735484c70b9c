using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Trials;

namespace Fds.Studies.Views;

/// <summary>A method's validation results against its cost up to each result.</summary>
internal static class MethodCurve
{
    /// <summary>The sound outer steps of fds, or the trials of another method that can become its best.</summary>
    public static ImmutableArray<MethodEvaluation> Of(StudyRecord state) => WithBest(state.Specification.Method == StudyMethod.Fds ? OuterSteps(state) : Trials(state));

    private static IEnumerable<MethodEvaluation> Trials(StudyRecord state) => TrialSearch.Candidates(state.Specification, state.AllTrials)
        .Select(trial => Point(trial.Number, trial.Spent, trial.ValidationLoss, trial.ValidationAccuracy));

    private static IEnumerable<MethodEvaluation> OuterSteps(StudyRecord state) =>
        StudyProjection.SoundSteps(state).Select(step => Point(step.Index, step.Spent, step.ValidationLoss, step.ValidationAccuracy));

    private static ImmutableArray<MethodEvaluation> WithBest(IEnumerable<MethodEvaluation> points)
    {
        ImmutableArray<MethodEvaluation>.Builder curve = ImmutableArray.CreateBuilder<MethodEvaluation>();
        (double loss, double accuracy) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (MethodEvaluation point in points)
        {
            loss = Math.Min(loss, point.ValidationLoss);
            accuracy = Math.Max(accuracy, point.ValidationAccuracy);
            curve.Add(point with { BestLoss = loss, BestAccuracy = accuracy });
        }

        return curve.ToImmutable();
    }

    private static MethodEvaluation Point(int number, MethodCost spent, double loss, double accuracy) =>
        new() { Number = number, Spent = spent, ValidationLoss = loss, ValidationAccuracy = accuracy, BestLoss = loss, BestAccuracy = accuracy };
}
