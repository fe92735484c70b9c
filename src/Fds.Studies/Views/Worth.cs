using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Trials;

namespace Fds.Studies.Views;

/// <summary>
/// Whether a study's result is worth anything. A loss above that of always predicting the class frequencies, or the mean of real targets, is no success, whatever the
/// state says.
/// </summary>
internal static class Worth
{
    /// <summary>Doubts about a finished study; null if its losses show that its networks learned something.</summary>
    public static string? Doubts(StudyRecord state) => Joined([state.Specification.Compares ? OfMethods(state.Methods) : OfLearning(state), OfRetraining(state.Retrainings)]);

    /// <summary>The reasons joined into one; null if there are none.</summary>
    public static string? Joined(IEnumerable<string?> reasons) => string.Join("; ", reasons.OfType<string>()) is { Length: > 0 } all ? all : null;

    private static string? OfLearning(StudyRecord state)
    {
        if (state.Specification.Fluctuation is not null)
        {
            ImmutableArray<RunReport> runs = FluctuationProjection.Contributions(state);
            return Doubt("the mean validation loss", runs.Select(run => (double?)run.Loss).MeanIfAllKnown(), runs.Select(run => run.PriorLoss).MeanIfAllKnown(), runs.Select(run => (double?)run.Accuracy).FirstOrDefault());
        }

        OuterStepRecord? best = StudyProjection.BestStep(state);
        return Doubt("the best validation loss", state.Incumbent?.Loss ?? best?.ValidationLoss, state.Incumbent is { } trial ? trial.PriorLoss : best?.PriorLoss, state.Incumbent?.Accuracy ?? best?.ValidationAccuracy);
    }

    private static string? OfMethods(IEnumerable<MethodResult> methods) => Joined(methods
        .Select(method => Doubt($"the best validation loss of {method.Method.Word()}", method.ValidationLoss, method.PriorLoss, method.ValidationAccuracy)));

    private static string? OfRetraining(IEnumerable<RetrainRecord> retrainings)
    {
        RetrainRecord[] learned = [.. retrainings.Where(run => run is { Schedule: RetrainedSchedule.Learned, State: ReplicaState.Completed })];
        return Doubt("the test loss after retraining", learned.Select(run => (double?)run.TestLoss).MeanIfAllKnown(), learned.Select(run => run.PriorLoss).MeanIfAllKnown(), learned.Select(run => (double?)run.TestAccuracy).FirstOrDefault());
    }

    private static string? Doubt(string what, double? loss, double? prior, double? accuracy) => loss > prior
        ? FormattableString.Invariant($"{what}, {loss:G4}, is worse than {prior:G4}, the loss of always predicting {(accuracy.Known() is null ? "the mean of the training targets" : "the class frequencies")}")
        : null;
}
