using System.Collections.Immutable;
using Fds.Contracts.Devices;

namespace Fds.Studies.Plans.Learning;

/// <summary>Assembles one replica's hypergradient from the reports on its shares of the columns.</summary>
internal static class ColumnShares
{
    /// <summary>One report, equal to that of an undivided run; its cost is that of all shares.</summary>
    /// <param name="shares">The shares' reports, in order.</param>
    /// <param name="columns">Number of learned windows.</param>
    /// <returns>Null if the shares do not cover every column exactly once.</returns>
    public static RunReport? Join(IReadOnlyList<RunReport> shares, int columns)
    {
        if (shares is [{ Columns.IsEmpty: true } whole])
        {
            return whole;
        }

        double[] joined = new double[columns];
        double[] clamped = new double[columns];
        HashSet<int> known = [];
        foreach ((RunReport share, int place, int column) in shares.SelectMany(share => share.Columns.Select((column, place) => (share, place, column))))
        {
            if (column < 0 || column >= columns || !known.Add(column))
            {
                return null;
            }

            joined[column] = share.Hypergradient[place];
            clamped[column] = share.ProductsClamped.IsEmpty ? 0 : share.ProductsClamped[place];
        }

        return known.Count < columns ? null : shares[0] with
        {
            Hypergradient = ImmutableArray.Create(joined),
            ProductsClamped = shares.Any(share => share.ProductsClamped.IsEmpty) ? [] : ImmutableArray.Create(clamped),
            Columns = [],
            AboveChance = shares.Any(share => share.AboveChance),
            GradientSteps = shares.Sum(share => share.GradientSteps),
            Seconds = shares.Max(share => share.Seconds),
        };
    }
}
