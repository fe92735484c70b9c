namespace Fds.Core.Search;

/// <summary>
/// Models take objectives that are out of all proportion for those of trials that diverged: a run that failed with a finite loss of 10¹⁰
/// says no more than one that failed with none, and on a scale that has room for it the others are all alike.
/// </summary>
internal static class HugeObjectives
{
    /// <summary>The share of the trials whose spread is the measure: a search may fail nine times in ten.</summary>
    private const double MeasuredShare = 0.1;

    /// <summary>How many times that spread above the best one every trial may be.</summary>
    private const double MostSpreads = 1e4;

    /// <summary>How many times as far above the best one the first trial out of proportion is as the last ordinary one.</summary>
    private const double Gap = 10;

    /// <summary>The lowest rank to measure at, because fewer than three results do not show what is ordinary.</summary>
    private const int LeastRank = 2;

    /// <summary>Told trials, with +∞ in place of objectives that are out of proportion, best first.</summary>
    /// <param name="ranked">Told trials, best first.</param>
    public static PastTrial[] AsDiverged(IEnumerable<PastTrial> ranked)
    {
        PastTrial[] trials = [.. ranked];
        double limit = Limit(trials);
        return [.. SearchHistory.Rank(trials.Select(record => record.Objective > limit ? record with { Objective = double.PositiveInfinity } : record))];
    }

    /// <summary>
    /// The largest ordinary objective. From y₀ + c (y_k − y₀) on, for the first rank k, from that of the measured share on, at which that is above
    /// y₀, it is the first that the next leaves behind by the gap: a search that has converged has all its other trials far above its best ones, and
    /// those are ordinary. +∞ where nothing is measured or there is no such gap.
    /// </summary>
    private static double Limit(PastTrial[] ranked)
    {
        double[] above = [.. ranked.Where(record => record.IsFinite).Select(record => record.Objective!.Value - ranked[0].Objective!.Value)];
        int rank = Math.Max(LeastRank, (int)Math.Ceiling(MeasuredShare * ranked.Length));
        double least = MostSpreads * above.Skip(rank).FirstOrDefault(spread => spread > 0, double.PositiveInfinity);
        int last = Enumerable.Range(0, Math.Max(0, above.Length - 1)).FirstOrDefault(i => above[i + 1] > least && above[i + 1] >= Gap * above[i], -1);
        return last < 0 ? double.PositiveInfinity : ranked[last].Objective!.Value;
    }
}
