using System.Collections.Immutable;

namespace Fds.Core.Search.Plans;

/// <summary>One bracket of Hyperband: successive halving, rung after rung.</summary>
/// <param name="shape">Its rungs, the lowest first.</param>
internal sealed class Bracket(ImmutableArray<Rung> shape)
{
    private readonly List<PastTrial>[] rungs = [.. shape.Select(_ => new List<PastTrial>())];

    /// <summary>Whether the lowest rung can take more trials.</summary>
    public bool IsOpen => rungs[0].Count < shape[0].Size;

    /// <summary>The resource of the lowest rung.</summary>
    public int FirstResource => shape[0].Resource;

    /// <summary>Adds a trial that was asked.</summary>
    public void Add(PastTrial record, int rung) => rungs[rung].Add(record);

    /// <summary>
    /// The promotion that is due: when a rung is complete, its best go to the next one in the order of their results. A trial that
    /// diverged is never promoted, so that a rung may be smaller than planned. Null: none is due.
    /// </summary>
    public Trial? Promotion(int number)
    {
        int planned = shape[0].Size;
        for (int rung = 0; rung + 1 < shape.Length; rung++)
        {
            if (rungs[rung].Count < planned || rungs[rung].Exists(record => record.IsPending))
            {
                return null;
            }

            PastTrial[] ranked = [.. SearchHistory.Rank(rungs[rung].Where(record => record.IsFinite))];
            planned = Math.Min(shape[rung + 1].Size, ranked.Length);
            if (rungs[rung + 1].Count < planned)
            {
                return ranked[rungs[rung + 1].Count].Trial.PromotedAs(number, shape[rung + 1].Resource);
            }
        }

        return null;
    }
}
