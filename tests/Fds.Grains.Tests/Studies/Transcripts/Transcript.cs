using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fds.Contracts.Studies;

namespace Fds.Grains.Tests.Studies.Transcripts;

/// <summary>What a study told and found, as text without what differs from run to run: times and devices.</summary>
internal static partial class Transcript
{
    /// <summary>Writes a study's events and its result, every number to the last bit.</summary>
    public static string Of(IEnumerable<StudyEvent> events, StudyResult? result)
    {
        StringBuilder text = new();
        foreach (StudyEvent happened in events)
        {
            text.Append(CultureInfo.InvariantCulture, $"{happened.Kind}: {Plain(happened.Message)}\n");
        }

        return result is null ? text.ToString() : text.Append(Of(result)).ToString();
    }

    private static string Of(StudyResult result)
    {
        StringBuilder text = new();
        StudyStatus status = result.Status;
        text.Append(CultureInfo.InvariantCulture, $"{status.State}, {status.Phase}, outer step {status.OuterStep}, {status.Trials} trials, {status.GradientSteps:R} gradient steps, {status.Learning.GradientSteps:R} on learning: {status.Reason}\n");
        text.Append(CultureInfo.InvariantCulture, $"best step {result.BestOuterStep}, best accuracy {status.BestValidationAccuracy:R}, best loss {status.BestValidationLoss:R}, test accuracy {status.TestAccuracy:R}\n");
        text.Append(CultureInfo.InvariantCulture, $"learned {Of(result.Learned)}\n");
        foreach (OuterStepRecord step in result.OuterSteps)
        {
            text.Append(CultureInfo.InvariantCulture, $"step {step.Index}: {step.Contributing} replicas, loss {step.ValidationLoss:R}, {step.GradientSteps:R} gradient steps, {step.Spent.GradientSteps:R} in all, {Of(step.Schedule)}\n");
            foreach (HyperparameterReading reading in step.Readings)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {reading.Kind} {reading.Window}: {reading.Value:R} to {reading.NextValue:R} by {reading.Hypergradient:R} ± {reading.StandardError:R}, step {reading.StepSize:R}{(reading.AtRange ? ", at its range" : "")}\n");
            }

            text.AppendJoin("", step.Replicas.Select(replica => $"  {replica.Key.Replica}.{replica.Key.Shard}: {replica.State}, attempt {replica.Attempt}\n"));
        }

        foreach (MethodResult method in result.Methods)
        {
            text.Append(CultureInfo.InvariantCulture, $"method {method.Method} of {method.Study}: {method.State}, loss {method.ValidationLoss:R}, {method.Cost.GradientSteps:R} gradient steps, curve of {method.Curve.Length}: {method.Reason}\n");
            foreach (TrialRecord trial in method.Trials)
            {
                text.Append(CultureInfo.InvariantCulture, $"  trial {trial.Number}: {trial.State}, share {trial.Share:R}, parent {trial.Parent}, member {trial.Member}, segment {trial.Segment}, loss {trial.ValidationLoss:R}, at {trial.Spent.GradientSteps:R}, attempt {trial.Attempt}, {string.Join(' ', trial.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))} {trial.Reason}\n");
            }
        }

        foreach (CandidateRecord candidate in result.Candidates)
        {
            text.Append(CultureInfo.InvariantCulture, $"candidate {candidate.Name}{(candidate.IsChosen ? ", chosen" : "")}: {string.Join(' ', candidate.Losses.Select(loss => loss.ToString("R", CultureInfo.InvariantCulture)))}; {Of(candidate.Schedule)}\n");
        }

        if (result.Verdict is { } verdict)
        {
            text.Append(CultureInfo.InvariantCulture, $"verdict: {verdict}\n");
        }

        text.AppendJoin("", result.Retrainings.Select(run => $"retraining {run.Schedule} {run.Seed}: {run.State}, {run.TestAccuracy.ToString("R", CultureInfo.InvariantCulture)} {run.Reason}\n"));
        if (result.Fluctuation is { } fluctuation)
        {
            text.Append(CultureInfo.InvariantCulture, $"fluctuation: {fluctuation}\n");
        }

        text.AppendJoin("", status.Members.Select(member => string.Create(CultureInfo.InvariantCulture, $"member {member.Study}: {member.State}, generation {member.Generation}, {member.GradientSteps:R} gradient steps, loss {member.BestValidationLoss:R}\n")));
        return text.ToString();
    }

    private static string Of(KindMap<ImmutableArray<double>> schedule)
    {
        static string words(IEnumerable<double> values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        return $"{words(schedule.LearningRate)}; {words(schedule.Momentum)}; {words(schedule.WeightDecay)}";
    }

    private static string Plain(string message) => Silo().Replace(Seconds().Replace(Device().Replace(message, "a device"), "some s"), "its silo is");

    [GeneratedRegex(@"[^\s:]+/[0-3]\b")]
    private static partial Regex Device();

    [GeneratedRegex(@"\b\d+(\.\d+)? s\b")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"its silo \S+ is")]
    private static partial Regex Silo();
}
