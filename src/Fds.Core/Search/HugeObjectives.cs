namespace Fds.Core.Search;

/// <summary>
/// Models take objectives that are out of all proportion for those of trials that diverged: a run that failed with a finite loss of 10¹⁰
/// says no more than one that failed with none, and on a scale that has room for it the others are all alike.
/// </summary>
internal static class HugeObjectives
{
    /// <summary>The share of the trials whose spread is the measure: a search may fail nine times in ten.</summary>
    private const double MeasuredShare = 0.1;

    /// <summary>How many times that spread above the best one a trial may be.</summary>
    private const double MostSpreads = 1e4;

    /// <summary>The least rank that is measured at: of fewer than three results nobody knows what is ordinary.</summary>
    private const int LeastRank = 2;

    /// <summary>Told trials, with +∞ in place of objectives that are out of proportion, best first.</summary>
    /// <param name="ranked">Told trials, best first.</param>
    public static PastTrial[] AsDiverged(IEnumerable<PastTrial> ranked)
    {
        PastTrial[] trials = [.. ranked];
        double limit = Limit(trials);
        return [.. SearchHistory.Rank(trials.Select(record => record.Objective > limit ? record with { Objective = double.PositiveInfinity } : record))];
    }

    /// <summary>y₀ + c (y_k − y₀) for the first rank k, from that of the measured share on, at which that is above y₀; +∞ where there is none.</summary>
    private static double Limit(PastTrial[] ranked)
    {
        double[] finite = [.. ranked.Where(record => record.IsFinite).Select(record => record.Objective!.Value)];
        int rank = Math.Max(LeastRank, (int)Math.Ceiling(MeasuredShare * ranked.Length));
        double spread = finite.Skip(rank).Select(objective => objective - finite[0]).FirstOrDefault(above => above > 0, double.PositiveInfinity);
        return finite.Length == 0 ? double.PositiveInfinity : finite[0] + (MostSpreads * spread);
    }
}
