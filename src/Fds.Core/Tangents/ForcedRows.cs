using Fds.Core.Runtime;
using Fds.Core.Schedules;
using static TorchSharp.torch;

namespace Fds.Core.Tangents;

/// <summary>For each kind, the row of a selection whose window is in force at a step.</summary>
public static class ForcedRows
{
    /// <summary>The row of a kind that has none in force.</summary>
    public const int None = -1;

    /// <summary>Finds the rows in force among the selected rows of a layout.</summary>
    /// <returns>For each kind, an index into <paramref name="rows"/>, or <see cref="None"/>.</returns>
    public static PerKind<int> At(int step, ColumnLayout columns, IReadOnlyList<int> rows)
    {
        int Row(HyperparameterKind kind)
        {
            for (int i = rows.Count - 1; i >= 0; i--)
            {
                Column column = columns.Rows[rows[i]];
                if (column.Kind == kind && columns.IsActive(column, step))
                {
                    return i;
                }
            }

            return None;
        }

        return PerKind.Of(Row);
    }

    /// <summary>Adds the forcing term of a window that is in force to its row of tangents; nothing where there is none.</summary>
    /// <param name="tangents">Shape [k, P], changed in place.</param>
    /// <param name="row">The row, or <see cref="None"/>.</param>
    /// <param name="term">Shape [P].</param>
    /// <param name="sign">1 or -1.</param>
    internal static void Force(Tensor tangents, int row, Tensor term, double sign)
    {
        if (row != None)
        {
            tangents[row].Increase(term, sign);
        }
    }
}
