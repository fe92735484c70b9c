using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>One method of a comparison.</summary>
/// <param name="Study">The study that ran it.</param>
/// <param name="Method">Method.</param>
/// <param name="State">How it stands or ended.</param>
/// <param name="ValidationLoss">The lowest of any outer step or trial.</param>
/// <param name="ValidationAccuracy">Accuracy of the same.</param>
/// <param name="TestAccuracy">After retraining its schedule from scratch; null where the task has none.</param>
/// <param name="TestLoss">After retraining its schedule from scratch.</param>
/// <param name="Evaluations">Outer steps or trials with a result.</param>
/// <param name="LeftOut">Trials without one.</param>
/// <param name="Cost">Spent on learning.</param>
/// <param name="CostToReach">Spent when it first had the target; null where it never had.</param>
/// <param name="Times">Gradient steps of that over those of fds; where it never had the target, those it spent in all.</param>
/// <param name="DeviceTimes">The same in device seconds.</param>
/// <param name="Reason">Why it failed or stopped early.</param>
/// <param name="AgainstHand">How much better its test accuracy, or of a task that has none its test loss, is than that of the hand, seed by seed, where a retraining that diverged counts as a constant guess; null without the hand, and of the hand itself.</param>
internal sealed record MethodComparisonRow(
    string Study,
    string Method,
    StudyState State,
    double? ValidationLoss,
    double? ValidationAccuracy,
    TestFigures? TestAccuracy,
    TestFigures? TestLoss,
    int Evaluations,
    int LeftOut,
    MethodCost Cost,
    MethodCost? CostToReach,
    double? Times,
    double? DeviceTimes,
    string? Reason,
    TestFigures? AgainstHand = null)
{
    /// <summary>Whether it had the target.</summary>
    public bool Reached => CostToReach is not null;

    /// <summary>
    /// A method, measured at fds's best outer step. Of fds there are two rows, as it has two schedules to retrain: the best outer step's
    /// and, where that is another one, the one after the last update, whose validation loss nobody measured.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="target">fds's best outer step.</param>
    /// <param name="hand">The hand's result; null where it is not among the methods.</param>
    /// <param name="guess">What retrainings are compared by.</param>
    public static IEnumerable<MethodComparisonRow> Of(MethodResult method, MethodEvaluation? target, MethodResult? hand, Guess guess)
    {
        bool hasBest = method.Retrainings.Any(run => run.Schedule == RetrainedSchedule.Best);
        yield return Of(method, target, hand, guess, hasBest ? RetrainedSchedule.Best : RetrainedSchedule.Learned);
        if (hasBest)
        {
            yield return Of(method, target, hand, guess, RetrainedSchedule.Learned) with { Method = $"{method.Method.Word()}, learned", ValidationLoss = null, ValidationAccuracy = null };
        }
    }

    private static MethodComparisonRow Of(MethodResult method, MethodEvaluation? target, MethodResult? hand, Guess guess, RetrainedSchedule retrained)
    {
        MethodCost? reached = target is null ? null : method.Curve.FirstOrDefault(point => point.ValidationLoss <= target.ValidationLoss)?.Spent;
        MethodCost spent = reached ?? method.Cost;
        return new(
            method.Study,
            method.Method.Word(),
            method.State,
            method.ValidationLoss,
            method.ValidationAccuracy.Known(),
            TestFigures.Of(method.Retrainings.Where(run => run.Schedule == retrained), TestMeasure.Accuracy),
            TestFigures.Of(method.Retrainings.Where(run => run.Schedule == retrained), TestMeasure.Loss),
            method.Curve.Length,
            method.Trials.Count(trial => !double.IsFinite(trial.ValidationLoss)),
            method.Cost,
            reached,
            spent.GradientSteps / target?.Spent.GradientSteps,
            spent.DeviceSeconds / target?.Spent.DeviceSeconds,
            method.Reason,
            hand is null || hand == method ? null : TestFigures.Gain(guess.Judged(method.Retrainings, retrained), guess.Judged(hand.Retrainings, RetrainedSchedule.Learned), guess.Measure));
    }
}
