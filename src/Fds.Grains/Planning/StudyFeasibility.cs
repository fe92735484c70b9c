using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Studies.Numerics;

namespace Fds.Grains.Planning;

/// <summary>
/// Whether a study can be carried out to its last step, as far as that is known before it begins. Plans, admission
/// and every run use this same check.
/// </summary>
internal static class StudyFeasibility
{
    private const int FewestClasses = 2;

    /// <summary>Why it cannot, in a sentence for each field that must change; null where it can.</summary>
    public static string? Complaint(StudySpecification study, DataShape data)
    {
        string[] complaints = [.. OfData(study, data)];
        if (complaints.Length == 0)
        {
            complaints = [.. HorizonRules.Complaints(study, data)];
        }

        if (complaints.Length == 0 && TooFewTrials(study, data) is { } tooFew)
        {
            complaints = [tooFew];
        }

        return complaints.Length == 0 ? null : string.Join(" ", complaints);
    }

    private static IEnumerable<string> OfData(StudySpecification study, DataShape data)
    {
        if (SpecificationTranslation.IsQuadratic(study))
        {
            yield break;
        }

        if (data.Form.Classes < FewestClasses)
        {
            yield return $"data.name is {study.Data.Name}, which has {data.Form.Classes} {(data.Form.Classes == 1 ? "class" : "classes")} here; expected at least {FewestClasses}.";
        }

        int validation = ValidationSplit.SizeOf(data.Training, study.Data.ValidationFraction);
        if (data.Training < 2)
        {
            yield return $"data.name is {study.Data.Name}, which has {data.Training} training {(data.Training == 1 ? "example" : "examples")} here; expected at least 2, one of them to validate on.";
            yield break;
        }

        if (validation == 0)
        {
            yield return $"data.validationFraction is {study.Data.ValidationFraction:G}, which holds out none of {data.Training} training examples; expected at least {LeastFraction(data.Training)}.";
        }

        if (data.Training - validation < study.Inner.BatchSize)
        {
            yield return
                $"inner.batchSize is {study.Inner.BatchSize}, but {data.Training - validation} examples are left to train on, and {validation} are held out to validate on; " +
                $"expected at most {data.Training - validation}.";
        }

        if (study.Retrain.Seeds > 0 && data.Test == 0)
        {
            yield return $"retrain.seeds is {study.Retrain.Seeds}, but {study.Data.Name} has no test examples here; expected 0.";
        }

        if (SpecificationTranslation.LossComplaint(study, data.Form) is { } complaint)
        {
            yield return complaint;
        }
        else if (WhyNotTaken(study, data) is { } reason)
        {
            yield return study.Model.IsOwn ? reason : $"model.name is {study.Model.Name}: {reason}";
        }
    }

    /// <summary>Short runs cannot be the best. How many come before the first whole one depends on what an evaluation costs.</summary>
    private static string? TooFewTrials(StudySpecification study, DataShape data)
    {
        Rungs rungs = Rungs.Of(study, data.Training);
        StudyMethod late = study.Methods.MaxBy(rungs.LeastTrials);
        return rungs.LeastTrials(late) > study.Search.Trials
            ? $"search.trials is {study.Search.Trials}, but no trial of {late.Word()} before trial {rungs.LeastTrials(late)} trains to the end of the horizon, and only a trial that does can be chosen; expected null or at least {rungs.LeastTrials(late)}."
            : null;
    }

    private static string? WhyNotTaken(StudySpecification study, DataShape data)
    {
        try
        {
            Network network = SpecificationTranslation.Network(study, data);
            if (study.Model.IsOwn)
            {
                SpecificationTranslation.Groups(study, network.Layout);
            }

            return null;
        }
        catch (FdsException e)
        {
            return e.Message;
        }
    }

    /// <summary>The least fraction of two digits that holds out one of so many examples.</summary>
    private static string LeastFraction(int examples)
    {
        decimal unit = 0.1m;
        while (unit * 10 > 1m / examples)
        {
            unit /= 10;
        }

        decimal least = Math.Ceiling(1m / examples / unit) * unit;
        while (ValidationSplit.SizeOf(examples, (double)least) == 0)
        {
            least += unit;
        }

        return $"{least:0.##############}";
    }
}
