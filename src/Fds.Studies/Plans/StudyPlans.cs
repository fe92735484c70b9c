using Fds.Contracts.Studies;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Confirming;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Plans.Measurement;
using Fds.Studies.Plans.Retraining;
using Fds.Studies.Plans.Starting;
using Fds.Studies.Plans.Trials;

namespace Fds.Studies.Plans;

/// <summary>The plans of a study: the only place that tells the kinds of study, and the phases, apart.</summary>
internal sealed class StudyPlans
{
    private readonly StudyContext study;

    public StudyPlans(StudyContext study)
    {
        this.study = study;
        Starting = new(study);
        Learning = new(study);
        Search = new(study);
        Measurement = new(study);
        Confirmation = new(study);
        Retraining = new(study);
        Population = new(study);
        Comparison = new(study);
    }

    /// <summary>Finding a schedule to begin with.</summary>
    public StartPlan Starting { get; }

    /// <summary>Outer steps.</summary>
    public LearningPlan Learning { get; }

    /// <summary>Trials of a black-box search or runs of a greedy method.</summary>
    public SearchPlan Search { get; }

    /// <summary>Runs that measure how hypergradients fluctuate.</summary>
    public MeasurementPlan Measurement { get; }

    /// <summary>Choosing among candidates on fresh seeds.</summary>
    public ConfirmationPlan Confirmation { get; }

    /// <summary>Training from scratch with what was learned.</summary>
    public RetrainingPlan Retraining { get; }

    /// <summary>Members of a population.</summary>
    public PopulationPlan Population { get; }

    /// <summary>Methods that are compared.</summary>
    public ComparisonPlan Comparison { get; }

    /// <summary>The plan of the phase that the study is in.</summary>
    public IStudyPlan Current => study.Record.Phase switch
    {
        StudyPhase.Starting => Starting,
        StudyPhase.OuterLoop => Learning,
        StudyPhase.Search => Search,
        StudyPhase.Measuring => Measurement,
        StudyPhase.Confirming => Confirmation,
        StudyPhase.Retraining => Retraining,
        StudyPhase.Population => Population,
        StudyPhase.Methods => Comparison,
        _ => throw new InvalidOperationException($"A study in phase {study.Record.Phase} has no work."),
    };

    /// <summary>The plan of the study's kind: the one that it begins with.</summary>
    public IStudyKind OfKind => study.Specification switch
    {
        { Fluctuation: not null } => Measurement,
        { Compares: true } => Comparison,
        { Method: not StudyMethod.Fds } => Search,
        { Population.Members: > 1 } => Population,
        _ => Learning,
    };

    /// <summary>The plan of the phase if other studies do the work in it, else null.</summary>
    public ChildrenPlan? Children => study.IsActive ? Current as ChildrenPlan : null;
}
