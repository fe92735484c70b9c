using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>What one method reached with one schedule, and what it cost.</summary>
/// <param name="Name">Method.</param>
/// <param name="ScheduleName">learned, best, or start: the one that the study began with.</param>
/// <param name="Schedule">The schedule; null where the method has none yet.</param>
/// <param name="ValidationLoss">Validation loss of the outer step or trial that stands for it.</param>
/// <param name="ValidationAccuracy">Validation accuracy of the same.</param>
/// <param name="PriorLoss">What naming the class shares, or the mean of real targets, gives there; null where there are no data.</param>
/// <param name="Test">Test accuracy after retraining; null where none completed, or the task has none.</param>
/// <param name="TestLoss">Test loss after retraining; null where none completed.</param>
/// <param name="Cost">Spent on learning, without the retraining.</param>
internal sealed record MethodSummary(
    string Name, string ScheduleName, KindMap<ImmutableArray<double>>? Schedule, double? ValidationLoss, double? ValidationAccuracy, double? PriorLoss, TestFigures? Test, TestFigures? TestLoss, MethodCost Cost)
{
    private const string Learned = "learned";
    private const string Best = "best";

    /// <summary>Of fds the learned schedule and, where it was chosen among several, that which it began with, else the best one where there is any; of every other method its best.</summary>
    public static IEnumerable<MethodSummary> Of(StudyResult result) => result.Methods is [] or [{ Method: StudyMethod.Fds }]
        ? OfFds(result, result.Status.Learning)
        : result.Methods.SelectMany(method => method.Method == StudyMethod.Fds && !result.OuterSteps.IsEmpty ? OfFds(result, method.Cost) : [Of(method)]);

    private static MethodSummary Of(MethodResult method) => new(
        method.Method.Word(), method.Method == StudyMethod.Fds ? Learned : Best, method.Schedule, method.ValidationLoss, method.ValidationAccuracy.Known(), method.PriorLoss,
        Tested(method.Retrainings, RetrainedSchedule.Learned, TestMeasure.Accuracy), Tested(method.Retrainings, RetrainedSchedule.Learned, TestMeasure.Loss), method.Cost);

    private static IEnumerable<MethodSummary> OfFds(StudyResult result, MethodCost cost)
    {
        if (result.Candidates.FirstOrDefault(candidate => candidate.IsChosen) is { } chosen)
        {
            yield return OfCandidate(result, cost, StudyMethod.Fds.Word(), Learned, chosen, RetrainedSchedule.Learned);
            if (result.Candidates.FirstOrDefault(candidate => candidate.Name == CandidateRecord.Start) is { IsChosen: false, Losses.IsEmpty: false } start && start.Losses.All(double.IsFinite))
            {
                yield return OfCandidate(result, new(), $"{StudyMethod.Fds.Word()}, {CandidateRecord.Start}", CandidateRecord.Start, start, RetrainedSchedule.Initial);
            }

            yield break;
        }

        OuterStepRecord? last = result.OuterSteps.IsEmpty ? null : result.OuterSteps[^1];
        yield return OfFds(result, cost, Learned, result.Learned, last, RetrainedSchedule.Learned);
        if (result.Best is { } best && result.BestOuterStep is { } index)
        {
            yield return OfFds(result, cost, Best, best, result.OuterSteps.First(step => step.Index == index), RetrainedSchedule.Best);
        }
    }

    private static MethodSummary OfCandidate(StudyResult result, MethodCost cost, string name, string scheduleName, CandidateRecord candidate, RetrainedSchedule kind) => new(
        name, scheduleName, candidate.Schedule, candidate.Losses.Average(), ((double?)candidate.Accuracies.Average()).Known(), candidate.PriorLoss,
        Tested(result.Retrainings, kind, TestMeasure.Accuracy), Tested(result.Retrainings, kind, TestMeasure.Loss), cost);

    private static MethodSummary OfFds(StudyResult result, MethodCost cost, string name, KindMap<ImmutableArray<double>> schedule, OuterStepRecord? step, RetrainedSchedule kind) => new(
        StudyMethod.Fds.Word(), name, schedule, step?.ValidationLoss, (step?.ValidationAccuracy).Known(), step?.PriorLoss,
        Tested(result.Retrainings, kind, TestMeasure.Accuracy), Tested(result.Retrainings, kind, TestMeasure.Loss), cost);

    private static TestFigures? Tested(IEnumerable<RetrainRecord> runs, RetrainedSchedule kind, TestMeasure measure) => TestFigures.Of(runs.Where(run => run.Schedule == kind), measure);
}
