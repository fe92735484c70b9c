using Fds.Core.Schedules;

namespace Fds.Core.Tangents;

/// <summary>For each kind, the row of a selection whose window is in force at a step, or -1 where there is none.</summary>
public readonly record struct ForcedRows(int LearningRate, int Momentum, int WeightDecay)
{
    /// <summary>The row of a kind.</summary>
    public int this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };

    /// <summary>Finds the rows in force among the selected rows of a layout.</summary>
    public static ForcedRows At(int step, ColumnLayout columns, IReadOnlyList<int> rows)
    {
        Span<int> forced = [-1, -1, -1];
        for (int i = 0; i < rows.Count; i++)
        {
            Column column = columns.Rows[rows[i]];
            if (columns.IsActive(column, step))
            {
                forced[(int)column.Kind] = i;
            }
        }

        return new(forced[0], forced[1], forced[2]);
    }
}
