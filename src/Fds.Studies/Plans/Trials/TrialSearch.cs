using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Search;
using Fds.Core.Training;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Work;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Plans.Trials;

/// <summary>
/// The search of a black-box method, or the runs of a greedy one, as pure functions of the trials so far. All methods search the same
/// windows and ranges that fds may reach.
/// </summary>
internal static class TrialSearch
{
    /// <summary>A population retries diverged trials. If every trial diverges, the search ends after this multiple of its number of trials.</summary>
    private const int MostRepeats = 10;

    /// <summary>The most trials that there will be; null where only a budget limits them.</summary>
    public static int? MostTrials(StudySpecification study) => study.Method == StudyMethod.Hand ? HandSchedules.Of(study).Length : study.Search.Trials;

    /// <summary>The next proposal; null where there is none for now.</summary>
    public static Trial? Ask(StudySpecification study, SearchPast past) => Restore(study, past).Ask();

    /// <summary>Whether nothing more will be proposed.</summary>
    public static bool IsFinished(StudySpecification study, SearchPast past) => Restore(study, past).IsFinished;

    /// <summary>
    /// The seed of all randomness in a method's trials. It is derived from the study's seed and the method, so that no two methods share
    /// random numbers.
    /// </summary>
    public static long Seed(StudySpecification study) => (long)(StableSeed.Derive(study.Seeds.Base, 0, 0, $"method/{study.Method.Word()}") >> 1);

    /// <summary>
    /// Whether a trial has trained to the end of the whole horizon. Only such a trial can be the best, because shorter runs solve another
    /// problem.
    /// </summary>
    public static bool EndsTheHorizon(StudySpecification study, TrialRecord trial) =>
        trial.Share >= 1 && (study.Method != StudyMethod.Pbt || trial.Segment == Segments(study) - 1);

    /// <summary>The trials that can be the best: those that have a validation loss at the end of the whole horizon.</summary>
    public static IEnumerable<TrialRecord> Candidates(StudySpecification study, IEnumerable<TrialRecord> trials) =>
        trials.Where(trial => double.IsFinite(trial.ValidationLoss) && EndsTheHorizon(study, trial));

    /// <summary>Whether promoted trials go on from where their short runs ended.</summary>
    public static bool Resumes(StudySpecification study) => study.Search.Resume && study.Method.TriesShortRuns();

    /// <summary>Examples of the whole training set, 0 for the analytic problem; null before a device has told them.</summary>
    public static int? Examples(StudyRecord state) =>
        SpecificationTranslation.IsQuadratic(state.Specification) ? 0 : state.Data?.TrainingExamples;

    /// <summary>The rungs of a study's trials; null before its data are known, and where trials are shares of the horizon.</summary>
    public static Rungs? RungsOf(StudyRecord state) => state.RungsByCost && Examples(state) is { } examples ? Rungs.Of(state.Specification, examples) : null;

    /// <summary>The work for a proposal.</summary>
    /// <param name="state">The study.</param>
    /// <param name="trial">The proposal.</param>
    /// <param name="now">Since when it waits.</param>
    public static WorkItem Work(StudyRecord state, Trial trial, DateTimeOffset now)
    {
        StudySpecification study = state.Specification;
        TrialRecord? parent = Resumes(study) && trial.Parent is { } number ? state.AllTrials.First(other => other.Number == number) : null;
        return new()
        {
            Key = new() { Study = study.Name, Kind = WorkKind.Trial, OuterStep = 0, Replica = trial.Number },
            WaitingSince = now,
            Proposal = trial.Values,
            Schedule = study.Method.IsGreedy() ? OuterLoop.Schedule(OuterLoop.Initial(study)) : TrialSpace.Schedule(study, trial.Values),
            Trial = new()
            {
                Resource = trial.Resource,
                MaximumResource = MaximumResource(study),
                Member = study.Method.IsGreedy() ? trial.Number / study.Greedy.Factors.Length : Resumes(study) ? parent?.Member ?? trial.Number : trial.Member,
                Segment = trial.Segment,
                Segments = study.Method == StudyMethod.Pbt ? Segments(study) : 0,
                Parent = trial.Parent,
                Factor = study.Method.IsGreedy() ? trial.Values[0] : 1,
                Seed = state.TrialSeed,
                ByCost = state.RungsByCost,
                IsCut = Resumes(study),
                Begun = parent is null ? 0 : ResourceOf(parent, study.Search.MaximumResource),
            },
        };
    }

    /// <summary>The resource of an ended trial.</summary>
    public static int ResourceOf(TrialRecord trial, int maximumResource) => (int)Math.Round(trial.Share * maximumResource);

    /// <summary>
    /// The schedules that led to a trial's end: its own or, in population-based training, those of its whole lineage, one window per
    /// segment.
    /// </summary>
    public static KindMap<ImmutableArray<double>> Schedule(StudySpecification study, TrialRecord trial, IEnumerable<TrialRecord> trials)
    {
        if (study.Method != StudyMethod.Pbt)
        {
            return TrialSpace.Schedule(study, trial.Values);
        }

        List<KindMap<ImmutableArray<double>>> lineage = [];
        for (TrialRecord? ancestor = trial; ancestor is not null; ancestor = ancestor.Parent is { } parent ? trials.First(other => other.Number == parent) : null)
        {
            lineage.Insert(0, TrialSpace.Schedule(study, ancestor.Values));
        }

        ImmutableArray<double> Of(Kind kind) => study.Hyperparameters[kind].Learn ? [.. Enumerable.Range(0, study.Hyperparameters[kind].Groups).SelectMany(own => lineage.Select(segment => segment[kind][own]))] : study.Hyperparameters[kind].Initial;
        return KindMap.Of(study.Kinds, Of);
    }

    /// <summary>
    /// Trials whose end states are no longer needed now that the latest trial has ended. Members of a population continue from end states of
    /// the segment before, so a segment's end states are needed until every member has ended the next segment. A short run is continued
    /// once at most.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="trials">All ended trials, including the latest.</param>
    /// <param name="latest">The latest.</param>
    public static ImmutableArray<int> Outlived(StudySpecification study, IEnumerable<TrialRecord> trials, TrialRecord latest)
    {
        if (Resumes(study))
        {
            return latest.Parent is { } parent ? [parent] : [];
        }

        if (study.Method != StudyMethod.Pbt || latest.Segment == 0 || !double.IsFinite(latest.ValidationLoss))
        {
            return [];
        }

        int members = trials.Where(trial => trial.Segment == latest.Segment && double.IsFinite(trial.ValidationLoss)).Select(trial => trial.Member).Distinct().Count();
        return members < study.Search.Population ? [] : [.. trials.Where(trial => trial.Segment == latest.Segment - 1).Select(trial => trial.Number)];
    }

    /// <summary>Segments of the horizon in population-based training: as many as the kind with the most windows has.</summary>
    public static int Segments(StudySpecification study) => Learned(study).Max(kind => study.Hyperparameters[kind].Windows);

    private static ISearcher Restore(StudySpecification study, SearchPast past)
    {
        IEnumerable<PastTrial> asked = past.InOrder(MaximumResource(study));
        return study.Method.IsSweep() ? new ListSearcher(Sweep(study), asked) : Searchers.Restore(Settings(study, past.Rungs), asked);
    }

    /// <summary>The runs of a method that goes through a list.</summary>
    private static ImmutableArray<ImmutableArray<double>> Sweep(StudySpecification study) => study.Method == StudyMethod.Hand ? HandSchedules.Of(study) : GreedyRuns(study);

    /// <summary>Parts in a whole run; the runs of a list train all of it.</summary>
    private static int MaximumResource(StudySpecification study) => study.Method.IsSweep() ? 1 : study.Search.MaximumResource;

    /// <summary>Every factor on the hyper steps, for one seed after another.</summary>
    private static ImmutableArray<ImmutableArray<double>> GreedyRuns(StudySpecification study) =>
        [.. Enumerable.Range(0, study.Seeds.Count).SelectMany(_ => study.Greedy.Factors.Select(factor => ImmutableArray.Create(factor)))];

    private static SearchSettings Settings(StudySpecification study, Rungs? rungs) => new()
    {
        Method = Enum.Parse<SearchMethod>(study.Method.ToString()),
        Space = TrialSpace.Of(study),
        Seed = study.Seeds.Base,
        Trials = study.Search.Trials ?? (study.Method == StudyMethod.Pbt ? MostRepeats * study.Search.Population * Segments(study) : null),
        MaximumResource = study.Search.MaximumResource,
        MinimumResource = rungs?.MinimumResource ?? study.Search.MinimumResource,
        ReductionFactor = study.Search.ReductionFactor,
        Population = study.Search.Population,
        Segments = Segments(study),
    };

    private static IEnumerable<Kind> Learned(StudySpecification study) => study.Kinds.Where(kind => study.Hyperparameters[kind].Learn);
}
