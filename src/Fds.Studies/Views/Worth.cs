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
    public static string? Doubts(StudyRecord state) => Joined([state.Specification.Compares ? OfMethods(state) : OfLearning(state), OfRetraining(state)]);

    /// <summary>The reasons joined into one; null if there are none.</summary>
    public static string? Joined(IEnumerable<string?> reasons) => string.Join("; ", reasons.OfType<string>()) is { Length: > 0 } all ? all : null;

    private static string? OfLearning(StudyRecord state)
    {
        if (state.Specification.Fluctuation is not null)
        {
            ImmutableArray<RunReport> runs = FluctuationProjection.Contributions(state);
            return Doubt(state, "the mean validation loss", runs.Select(run => (double?)run.Loss).MeanIfAllKnown(), runs.Select(run => run.PriorLoss).MeanIfAllKnown());
        }

        OuterStepRecord? best = StudyProjection.BestStep(state);
        return Doubt(state, "the best validation loss", state.Incumbent?.Loss ?? best?.ValidationLoss, state.Incumbent is { } trial ? trial.PriorLoss : best?.PriorLoss);
    }

    private static string? OfMethods(StudyRecord state) => Joined(state.Methods
        .Select(method => Doubt(state, $"the best validation loss of {method.Method.Word()}", method.ValidationLoss, method.PriorLoss)));

    private static string? OfRetraining(StudyRecord state)
    {
        RetrainRecord[] learned = [.. state.Retrainings.Where(run => run is { Schedule: RetrainedSchedule.Learned, State: ReplicaState.Completed })];
        return Doubt(state, "the test loss after retraining", learned.Select(run => (double?)run.TestLoss).MeanIfAllKnown(), learned.Select(run => run.PriorLoss).MeanIfAllKnown());
    }

    private static string? Doubt(StudyRecord state, string what, double? loss, double? prior) => loss > prior
        ? FormattableString.Invariant($"{what}, {loss:G4}, is worse than {prior:G4}, the loss of always predicting {(state.Data is { NumberOfClasses: 0 } ? "the mean of the training targets" : "the class frequencies")}")
        : null;
}
