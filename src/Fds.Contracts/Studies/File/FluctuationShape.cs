namespace Fds.Contracts.Studies.File;

/// <summary>Section fluctuation, which makes a study one that measures and learns nothing.</summary>
internal static class FluctuationShape
{
    private const string Name = "fluctuation";
    private const int MostRuns = 1000;
    private const int MostValues = 100_000;

    /// <summary>The section.</summary>
    public static IFields Section(IFields spec) =>
        spec.Section(Name, "Makes this a study that learns nothing and measures how hypergradients at its initial schedules fluctuate over seeds, both over the whole run and greedily.");

    /// <summary>Its fields; null where the file does not have it.</summary>
    public static FluctuationSpecification? Read(IFields spec, IFields fluctuation)
    {
        int runs = (int)fluctuation.Optional("runs", "Number of runs, each with its own seeds.", new IntegerRule(2, MostRuns), 100);
        return spec.Has(Name) ? new() { Runs = runs } : null;
    }

    /// <summary>A study that measures as one outer step without retraining, and the faults of what it cannot have.</summary>
    public static StudySpecification Settle(IFields spec, IFields fluctuation, StudySpecification study)
    {
        if (study.Fluctuation is not { } measured)
        {
            return study;
        }

        int windows = study.Kinds.Select(kind => study.Hyperparameters[kind]).Where(schedule => schedule.Learn).Sum(schedule => schedule.Initial.Length);
        spec.Require("methods", study.Methods is [StudyMethod.Fds], "expected fds alone with fluctuation, which measures its hypergradients beside greedy ones.");
        spec.Require("population", study.Population.Members == 1, "expected 1 member with fluctuation: nothing is learned.");
        spec.Require("seeds", study.Seeds.Count == 1, "expected a count of 1 with fluctuation: its runs are the seeds.");
        spec.Require("retrain", !spec.Has("retrain") || study.Retrain.Seeds == 0 || !spec.IsSound("retrain"), "expected 0 seeds, or no such section, with fluctuation: nothing is learned that could be retrained.");
        spec.Require("resources", study.Resources.ColumnShards == 1, "expected columnShards of 1 with fluctuation: runs are spread over slots, not their columns.");
        fluctuation.Require("runs", measured.Runs * windows <= MostValues, $"expected at most {MostValues} values in all, and there are {windows} learned windows.");
        return study with { Outer = study.Outer with { Steps = 1 }, Retrain = study.Retrain with { Seeds = 0 } };
    }
}
