using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Views;

namespace Fds.Studies.Plans.Measurement;

/// <summary>Runs that all train with the initial schedules, to measure how their hypergradients fluctuate. Nothing is learned from them.</summary>
internal sealed class MeasurementPlan(StudyContext study) : IStudyKind
{
    /// <summary>With fewer runs there is no spread.</summary>
    private const int FewestMeasured = 2;

    public string Scope => $"{study.Specification.Replicas} runs that measure hypergradients";

    public void Begin()
    {
        study.Record.Phase = StudyPhase.Measuring;
        study.Work.Begin(Enumerable.Range(0, study.Specification.Replicas).Select(run => new WorkKey { Study = study.Name, Kind = WorkKind.Fluctuation, OuterStep = 0, Replica = run }));
        study.Costs.LimitWork(study.Specification.Replicas);
    }

    public void Advance()
    {
        if (study.IsActive && !study.Work.Open.Any())
        {
            study.Costs.KeepTime();
            Complete();
        }
    }

    public void Stop(string? reason)
    {
        study.Record.Reason = reason;
        study.Costs.PayForWhatRuns();
        Complete();
    }

    public string? WhyNotExtended(StudyExtension extension) =>
        $"{study.Name} measures how hypergradients fluctuate over {study.Specification.Replicas} runs and learns nothing, so it cannot be extended: submit it under another name with other limits";

    public string? WhyItWouldEndAtOnce() => null;

    public void Extend(StudySpecification before, bool wasActive) => throw new InvalidOperationException("A measurement is not extended.");

    private void Complete()
    {
        int completed = FluctuationProjection.Contributions(study.Record).Length;
        if (completed >= FewestMeasured)
        {
            study.Life.Succeed();
            return;
        }

        string reasons = string.Join("; ", study.Record.Work.Select(item => item.Reason).Prepend(study.Record.Reason).OfType<string>().Distinct().Take(3));
        study.Life.End(StudyState.Failed, $"{completed} of {study.Record.Work.Count} runs completed; a spread needs at least {FewestMeasured}{(reasons.Length > 0 ? $" ({reasons})" : "")}");
    }
}
