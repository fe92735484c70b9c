using System.Collections.Immutable;

namespace Fds.Core.Tangents;

/// <summary>
/// One of several shares of a run's columns. Each share is carried by a run of its own, which replays the same trajectory; together
/// they have every column once. A share is made of whole groups of <paramref name="Width"/> neighbouring rows of the undivided layout,
/// and engines take columns in these same groups, so that a column meets the same arithmetic whether its run carries the others or not.
/// </summary>
/// <param name="Index">Which share, from 0.</param>
/// <param name="Count">Of how many; 0 and 1: the only one.</param>
/// <param name="Width">Rows of a group; 0: <see cref="DefaultWidth"/>.</param>
public readonly record struct ColumnShard(int Index, int Count, int Width = 0)
{
    /// <summary>Rows of a group where the study says nothing.</summary>
    public const int DefaultWidth = 4;

    /// <summary>Into how many shares K columns can be divided: no more than there are groups.</summary>
    /// <param name="columns">K.</param>
    /// <param name="wanted">How many are asked for.</param>
    /// <param name="width">Rows of a group; null: <see cref="DefaultWidth"/>.</param>
    public static int CountFor(int columns, int wanted, int? width)
    {
        int rows = width ?? DefaultWidth;
        return Math.Clamp((columns + rows - 1) / rows, 1, Math.Max(1, wanted));
    }

    /// <summary>
    /// The rows of this share, rising. Groups are dealt out in their order, each to the share with the fewest column updates so far:
    /// a column that lives longer costs more.
    /// </summary>
    internal ImmutableArray<int> RowsOf(ColumnLayout whole)
    {
        int width = Width == 0 ? DefaultWidth : Width;
        int count = whole.Rows.Length;
        if (Count <= 1)
        {
            return [.. Enumerable.Range(0, count)];
        }

        long[] loads = new long[Count];
        ImmutableArray<int>.Builder rows = ImmutableArray.CreateBuilder<int>();
        for (int first = 0; first < count; first += width)
        {
            int[] group = [.. Enumerable.Range(first, Math.Min(width, count - first))];
            int taker = Array.IndexOf(loads, loads.Min());
            loads[taker] += group.Sum(whole.UpdatesOf);
            if (taker == Index)
            {
                rows.AddRange(group);
            }
        }

        return rows.ToImmutable();
    }
}
