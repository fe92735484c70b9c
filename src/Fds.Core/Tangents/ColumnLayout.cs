using System.Collections.Immutable;
using Fds.Core.Schedules;

namespace Fds.Core.Tangents;

/// <summary>
/// The learned columns of one run, ordered by the first step of their window, so that the columns that have begun are always the
/// first rows of the tangent blocks and nothing is computed for the others.
/// </summary>
public sealed class ColumnLayout
{
    private readonly int[] firstSteps;
    private readonly PerKind<Schedule> schedules;

    /// <summary>Lays out columns over a horizon.</summary>
    /// <param name="columns">The learned columns, in the order in which results are wanted.</param>
    /// <param name="schedules">The schedules, which say how many windows each kind has.</param>
    /// <param name="horizon">T, in inner steps.</param>
    /// <exception cref="FdsException">A window would be empty.</exception>
    public ColumnLayout(IEnumerable<Column> columns, PerKind<Schedule> schedules, int horizon)
    {
        Requested = [.. columns];
        this.schedules = schedules;
        Horizon = horizon;
        foreach (HyperparameterKind kind in schedules.Kinds)
        {
            Windows.RequireNonEmpty(horizon, schedules[kind].Windows, kind);
        }

        int[] order = [.. Enumerable.Range(0, Requested.Length).OrderBy(i => FirstStep(Requested[i])).ThenBy(i => i)];
        Rows = [.. order.Select(i => Requested[i])];
        RowOfRequest = [.. Enumerable.Range(0, order.Length).Select(i => Array.IndexOf(order, i))];
        firstSteps = [.. Rows.Select(FirstStep)];
    }

    /// <summary>T, in inner steps.</summary>
    public int Horizon { get; }

    /// <summary>The columns as they were asked for.</summary>
    public ImmutableArray<Column> Requested { get; }

    /// <summary>The columns in the order of the blocks' rows.</summary>
    public ImmutableArray<Column> Rows { get; }

    /// <summary>For each requested column, its row.</summary>
    public ImmutableArray<int> RowOfRequest { get; }

    /// <summary>The kinds that the schedules are of, learned or not.</summary>
    public ImmutableArray<HyperparameterKind> Kinds => schedules.Kinds;

    /// <summary>Whether groups of weights have schedules of their own of a kind.</summary>
    public bool IsGrouped(HyperparameterKind kind) => schedules[kind].IsGrouped;

    /// <summary>n of a kind: the most that a group of weights has.</summary>
    public int WindowsOf(HyperparameterKind kind) => schedules[kind].Windows;

    /// <summary>n of the schedule that a column belongs to: its kind's, in its group.</summary>
    public int WindowsOf(Column column) => schedules[column.Kind].GroupWindows[column.Group];

    /// <summary>Every window of the given kinds, kinds in their order, and in each kind group after group.</summary>
    public static IEnumerable<Column> All(PerKind<Schedule> schedules, Func<HyperparameterKind, bool> learned) =>
        from kind in schedules.Kinds.Where(learned)
        from @group in Enumerable.Range(0, schedules[kind].GroupWindows.Length)
        from window in Enumerable.Range(0, schedules[kind].GroupWindows[@group])
        select new Column(kind, window, @group);

    /// <summary>The layout of one share of these columns, in the same order.</summary>
    public ColumnLayout Share(ColumnShard shard)
    {
        ImmutableArray<int> rows = shard.RowsOf(this);
        return rows.Length == Rows.Length ? this : new(Requested.Where((_, i) => rows.Contains(RowOfRequest[i])), schedules, Horizon);
    }

    /// <summary>For each requested column of a share, its place among those requested here.</summary>
    public ImmutableArray<int> IndicesOf(ColumnLayout share) => [.. share.Requested.Select(column => Requested.IndexOf(column))];

    /// <summary>Number of inner steps on which a row's column is live.</summary>
    internal int UpdatesOf(int row) => Horizon - firstSteps[row];

    /// <summary>Number of columns whose window has begun by an inner step: the first rows of the blocks.</summary>
    public int LiveAt(int step)
    {
        int live = 0;
        while (live < firstSteps.Length && firstSteps[live] <= step)
        {
            live++;
        }

        return live;
    }

    /// <summary>Whether a column's window is the one in force at an inner step.</summary>
    public bool IsActive(Column column, int step) => Windows.At(step, Horizon, WindowsOf(column)) == column.Window;

    private int FirstStep(Column column) => Windows.FirstStep(column.Window, Horizon, WindowsOf(column));
}
