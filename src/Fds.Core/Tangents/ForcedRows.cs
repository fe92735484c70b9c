using Fds.Core.Networks;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using static TorchSharp.torch;

namespace Fds.Core.Tangents;

/// <summary>For each kind, the rows of a selection whose window is in force at a step: one, or one for each group of weights.</summary>
public sealed class ForcedRows
{
    private readonly PerKind<(int Row, int? Group)[]> rows;
    private readonly ParameterGroups? groups;

    private ForcedRows(PerKind<(int Row, int? Group)[]> rows, ParameterGroups? groups)
    {
        this.rows = rows;
        this.groups = groups;
    }

    /// <summary>Finds the rows in force among the selected rows of a layout.</summary>
    /// <param name="step">The step, t.</param>
    /// <param name="columns">The layout.</param>
    /// <param name="selected">Its selected rows.</param>
    /// <param name="groups">The groups of weights; null where there are none.</param>
    public static ForcedRows At(int step, ColumnLayout columns, IReadOnlyList<int> selected, ParameterGroups? groups = null)
    {
        List<(int Row, Column Column)> active = [];
        for (int i = 0; i < selected.Count; i++)
        {
            Column column = columns.Rows[selected[i]];
            if (columns.IsActive(column, step))
            {
                active.Add((i, column));
            }
        }

        return new(
            PerKind.Of(columns.Kinds, kind => active.Where(row => row.Column.Kind == kind).Select(row => (row.Row, columns.IsGrouped(kind) ? row.Column.Group : (int?)null)).ToArray()),
            groups);
    }

    /// <summary>The rows of a kind that are in force, as indices into the selection.</summary>
    public IEnumerable<int> Of(HyperparameterKind kind) => rows[kind].Select(row => row.Row);

    /// <summary>Adds a forcing term to the rows of a kind that are in force: to each the term of its own group's weights.</summary>
    /// <param name="tangents">Shape [k, P], changed in place.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="term">Shape [P].</param>
    /// <param name="sign">1 or -1.</param>
    internal void Force(Tensor tangents, HyperparameterKind kind, Tensor term, double sign)
    {
        foreach ((int row, int? group) in rows[kind])
        {
            if (group is not { } own)
            {
                tangents[row].Increase(term, sign);
                continue;
            }

            foreach ((Tensor part, Tensor ofTerm) in groups!.PartsOf(tangents[row], own).Zip(groups.PartsOf(term, own)))
            {
                part.Increase(ofTerm, sign);
            }
        }
    }
}
