using System.Collections.Immutable;

namespace Fds.Contracts.Studies.File;

/// <summary>The fields of the methods that fds is compared with.</summary>
internal static class MethodsShape
{
    private const int MostTrials = 10_000;
    private const int LongestParent = 50;

    /// <summary>Section search.</summary>
    public static SearchSpecification Search(IFields search)
    {
        IFields confirm = search.Section("confirm", "Runs the best schedules again on fresh seeds and chooses among them by their mean loss and its standard error. outer.rule adam chooses its schedule in this way. If the study has this section, black-box methods and the hand choose among their best trials in the same way, which costs a part of their budget.");
        SearchSpecification read = new()
        {
            Confirm = new()
            {
                Best = (int)confirm.Optional("best", "Largest number of candidates.", new IntegerRule(1, 100), 6),
                Seeds = (int)confirm.Optional("seeds", "Number of fresh runs of each candidate, all candidates with the same seeds; 0: the last schedule is kept.", new IntegerRule(0, 1000), 10),
                Margin = confirm.Optional("margin", "The runs of a candidate train with learning rates from e^-margin to e^margin times its own, so that a schedule near the edge of stability is passed over; 0: with its own.", new NumberRule(0, 1), 0),
                OfSearches = search.Has("confirm"),
            },
            Space = search.Optional("space", "What black-box methods search. windows: a value for each learned window; shapes: a linear warm-up and a cosine, the same for all groups, by the learning rate's peak, the warm-up's share of the run and the end's share of the peak, and one value for each other kind.", Rules.SearchSpace, SearchSpaceKind.Windows),
            Trials = (int?)search.Optional("trials", "Largest number of trials of each black-box method; short trials count like long ones. A trial of pbt is one segment of a member, that is one window. null: until its budget is used up.", new OptionalRule<long>(new IntegerRule(1, MostTrials)), null),
            CostFactor = search.Optional(
                "costFactor", "Largest cost of each black-box method, as a multiple of the cost of learning with fds; null: 1 if no other limit is set.",
                new OptionalRule<double>(new NumberRule(0, 1e6, openMinimum: true)), null),
            MaximumResource = (int)search.Optional("maximumResource", "Number of parts into which hyperband, bohb and asha divide the cost of a run over the whole horizon, its evaluation included.", new IntegerRule(1, 100_000), 27),
            MinimumResource = (int)search.Optional("minimumResource", "Cheapest run that hyperband, bohb and asha try, in those parts. Runs that would be hardly more than their evaluation are left out.", new IntegerRule(1, 100_000), 1),
            ReductionFactor = (int)search.Optional("reductionFactor", "One in this many short runs leads to a run that costs this many times as much, its evaluation included.", new IntegerRule(2, 100), 3),
            Resume = search.Optional("resume", "Whether a trial of hyperband, bohb and asha that is promoted continues where its short run ended, at the cost of the further steps and of an evaluation. The schedule of a short run is then the beginning of the whole schedule; otherwise the whole schedule is squeezed into every short run, and a promoted trial is trained from scratch.", new FlagRule(), false),
            Population = (int)search.Optional("population", "Number of members of pbt's population.", new IntegerRule(2, 1000), 8),
        };
        confirm.Require("margin", read.Confirm.Margin == 0 || read.Confirm.Seeds != 1, "expected 0 with one run of each candidate: it takes two to train with lower and with higher learning rates.");
        search.Require("minimumResource", read.MinimumResource <= read.MaximumResource, $"expected at most search.maximumResource, {read.MaximumResource}.");
        return read;
    }

    /// <summary>Section greedy.</summary>
    public static GreedySpecification Greedy(IFields greedy, Optimiser optimiser)
    {
        GreedySpecification defaults = new();
        NumberRule factor = new(0, 1e6, openMinimum: true);
        OptionalRule<double> step = new(factor);
        double? StepOf(HyperparameterKind kind) => greedy.Optional($"{kind.FieldName()}Step", GreedyStep(kind), step, null);
        GreedySpecification read = new()
        {
            Form = greedy.Optional("form", "How hd changes the learning rate: additive, or multiplicative, which cannot leave 0.", Rules.GreedyForm, defaults.Form),
            Steps = KindMap.Of(optimiser.Kinds(), StepOf),
            Factors = greedy.Optional("factors", "A greedy method runs with each of these factors on its hyper steps; the best run is kept, and the cost of all runs counts.", new ListRule<double>(factor, 1, 100), defaults.Factors),
            Interval = (int)greedy.Optional("interval", "Inner steps between two updates of rtho and marthe.", new IntegerRule(1, 1_000_000), defaults.Interval),
        };
        foreach (HyperparameterKind kind in HyperparameterKinds.OfOptimisers.Except(optimiser.Kinds()))
        {
            greedy.Require($"{kind.FieldName()}Step", StepOf(kind) is null, $"expected null with inner.optimiser {optimiser.Word()}, which has no {kind.FieldName()}.");
        }

        double? discount = greedy.Optional(
            "discount", "Factor by which marthe multiplies its tangents at every step; auto: marthe adapts it, and its hyper steps by adaptation.", new OptionalRule<double>(new NumberRule(0, 1), none: "auto"), null);
        return read with
        {
            Discount = discount ?? defaults.Discount,
            AdaptsDiscount = discount is null,
            Adaptation = greedy.Optional(
                "adaptation", "By what marthe adapts the learning rate's hyper step: at every change the step grows by this times the hypergradient times the new learning rate. The same for momentum, a thousandth for weightDecay. 0: hyper steps stay; null: 1e-6 with discount auto, else 0.",
                new OptionalRule<double>(new NumberRule(0, 1e6)), null),
        };
    }

    /// <summary>The study with what its methods leave open settled, and the faults of what they ask for together.</summary>
    public static StudySpecification Settle(IFields spec, IFields search, IFields greedy, StudySpecification study)
    {
        ImmutableArray<StudyMethod> methods = study.Methods;
        bool hasFds = methods.Contains(StudyMethod.Fds);
        StudyMethod? endless = methods.Where(method => method.IsEndless()).Cast<StudyMethod?>().FirstOrDefault();
        bool bounded = study.Search.Trials is not null || study.Budget.GradientSteps is not null || study.Budget.WallClock is not null;
        spec.Require("methods", methods.Distinct().Count() == methods.Length, "expected every method once.");
        spec.Require("methods", methods.Length == 1 || study.Name.Length <= LongestParent, $"expected a study name of at most {LongestParent} characters: every method is a study named NAME-METHOD.");
        spec.Require("population", study.Population.Members == 1 || methods is [StudyMethod.Fds], "expected 1 member unless fds is the only method: only fds has an outer loop to multiply.");
        search.Require("costFactor", study.Search.CostFactor is null || hasFds, "expected null without fds among the methods: there is nothing to multiply.");
        search.Require(
            "trials", endless is null || bounded || hasFds || !spec.IsSound("budget"),
            $"expected a limit on {endless?.Word()}: search.trials, budget.gradientSteps or budget.wallClock, or fds among the methods, whose cost then bounds it.");
        search.Require(
            "trials", !methods.Contains(StudyMethod.Pbt) || !spec.IsSound("hyperparameters") || !(LeastTrialsOfPopulation(study) > study.Search.Trials),
            $"expected null or at least {LeastTrialsOfPopulation(study)}: no earlier trial of pbt trains to the end of the horizon, and only a trial that does can be chosen.");
        search.Require("resume", !study.Search.Resume || methods.Any(method => method.TriesShortRuns()), "expected false without hyperband, bohb or asha among the methods: no other method tries short runs first.");
        search.Require("space", study.Search.Space == SearchSpaceKind.Windows || !methods.Contains(StudyMethod.Pbt), "expected windows with pbt, whose members change their values from window to window.");
        bool hd = methods.Contains(StudyMethod.Hd);
        greedy.Require("form", !hd || study.Hyperparameters.LearningRate.Learn, "expected a learned learningRate with hd among the methods: hd learns nothing else.");
        greedy.Require(
            "form", !hd || study.Greedy.Form != GreedyForm.Multiplicative || study.Hyperparameters.LearningRate.Initial[0] > 0 || !spec.IsSound("hyperparameters"),
            "expected additive, or an initial learning rate above 0: a factor cannot move it away from 0.");
        KindMap<HyperparameterSpecification> schedules = study.Hyperparameters;
        greedy.Require(
            "factors", !methods.Any(method => method.IsGreedy()) || study.Kinds.All(kind => schedules[kind].Initial.Distinct().Count() == 1),
            "expected one initial value for all windows of a kind with a greedy method: the method begins with that value.");
        bool hasInterval = methods.Contains(StudyMethod.Rtho) || methods.Contains(StudyMethod.Marthe);
        greedy.Require(
            "interval", !hasInterval || !study.Outer.Epochs.IsEmpty || study.Inner.Steps is not { } steps || study.Greedy.Interval <= steps || !spec.IsSound("inner") || !spec.IsSound("outer"),
            $"expected at most the {study.Inner.Steps} inner steps of a run with rtho or marthe among the methods: a longer interval changes nothing.");
        bool byFds = endless is not null && !bounded && hasFds && study.Search.CostFactor is null;
        return byFds ? study with { Search = study.Search with { CostFactor = 1 } } : study;
    }

    private static string GreedyStep(HyperparameterKind kind)
    {
        string ofSgd = KindShape.Of(kind, Optimiser.Sgd).GreedyStep;
        string ofAdam = KindShape.Of(kind, Optimiser.AdamW).GreedyStep;
        return $"Hyper step: what the hypergradient of {kind.FieldName()} is multiplied by; null: {ofSgd}{(ofSgd == ofAdam ? "" : $"; with adamw {ofAdam}")}.";
    }

    /// <summary>The first trial of a population that ends the whole horizon, counted from 1.</summary>
    private static long LeastTrialsOfPopulation(StudySpecification study) =>
        study.Search.Population * study.Kinds.Where(kind => study.Hyperparameters[kind].Learn).Select(kind => (long)study.Hyperparameters[kind].Windows).DefaultIfEmpty(1).Max();
}
