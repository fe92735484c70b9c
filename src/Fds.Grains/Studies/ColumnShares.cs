using System.Collections.Immutable;
using Fds.Contracts.Devices;

namespace Fds.Grains.Studies;

/// <summary>Puts one replica's hypergradient together from the reports on its shares of the columns.</summary>
internal static class ColumnShares
{
    /// <summary>One report that says what an undivided run would have said; its cost is that of all shares.</summary>
    /// <param name="shares">The shares' reports, in order.</param>
    /// <param name="columns">Number of learned windows.</param>
    /// <returns>Null where the shares do not have every column exactly once.</returns>
    public static RunReport? Join(IReadOnlyList<RunReport> shares, int columns)
    {
        if (shares is [{ Columns.IsEmpty: true } whole])
        {
            return whole;
        }

        double[] joined = new double[columns];
        HashSet<int> known = [];
        foreach ((int column, double value) in shares.SelectMany(share => share.Columns.Zip(share.Hypergradient)))
        {
            if (column < 0 || column >= columns || !known.Add(column))
            {
                return null;
            }

            joined[column] = value;
        }

        return known.Count < columns ? null : shares[0] with
        {
            Hypergradient = ImmutableArray.Create(joined),
            Columns = [],
            AboveChance = shares.Any(share => share.AboveChance),
            GradientSteps = shares.Sum(share => share.GradientSteps),
            Seconds = shares.Max(share => share.Seconds),
        };
    }
}
