using System.Collections.Immutable;
using System.Globalization;

namespace Fds.Core.Datasets.Tables;

/// <summary>A table's columns as numbers. What is missing or no number is refused by row and column, never guessed.</summary>
/// <param name="path">The file, for complaints.</param>
/// <param name="table">Its cells.</param>
internal sealed class TableColumns(string path, TableRows table)
{
    /// <summary>The place of a column that a field of the study names.</summary>
    /// <exception cref="DatasetException">There is none of that name.</exception>
    public int Find(string name, string field)
    {
        int column = table.Columns.IndexOf(name);
        return column >= 0
            ? column
            : name == DatasetOptions.LastColumn ? table.Columns.Length - 1
            : throw new DatasetException(path, $"the column {name}, which {field} names", $"the columns {PrintableName.Short(string.Join(", ", table.Columns), 400)}");
    }

    /// <summary>The numbers of a column.</summary>
    public double[] Numbers(int column) => [.. table.Rows.Select(row => Number(row, column))];

    /// <summary>The different values of a column of categories, sorted ordinally, and which of them every row has.</summary>
    public (ImmutableArray<string> Names, int[] Values) Categories(int column)
    {
        string[] values = [.. table.Rows.Select(row => Cell(row, column))];
        ImmutableArray<string> names = [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> numbers = names.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        return (names, Array.ConvertAll(values, value => numbers[value]));
    }

    private double Number((int Line, string[] Cells) row, int column)
    {
        string cell = Cell(row, column);
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new DatasetException(
                path, $"a number in line {row.Line}, column {PrintableName.Short(table.Columns[column])}", $"'{PrintableName.Short(cell)}'. Name a column of words in data.categories or in data.ignore, and remove rows of which something is not known");
    }

    private string Cell((int Line, string[] Cells) row, int column) => row.Cells[column] is { Length: > 0 } cell
        ? cell
        : throw new DatasetException(path, $"a value in line {row.Line}, column {PrintableName.Short(table.Columns[column])}", "none. Fill it in, remove the row, or name the column in data.ignore");
}
