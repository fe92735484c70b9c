using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Fds.Client.Results;

/// <summary>The rows of a CSV file of a result folder, each by its columns.</summary>
internal static class ResultRows
{
    /// <summary>The rows; none where the file is absent.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using StreamReader text = new(path);
        using CsvParser parser = new(text, new CsvConfiguration(CultureInfo.InvariantCulture));
        string[] columns = parser.Read() ? parser.Record! : [];
        List<IReadOnlyDictionary<string, string>> rows = [];
        while (parser.Read())
        {
            rows.Add(columns.Zip(parser.Record!).ToDictionary(cell => cell.First, cell => cell.Second));
        }

        return rows;
    }

    /// <summary>A cell's text; nothing where the file has no such column, as those of earlier versions.</summary>
    public static string Text(this IReadOnlyDictionary<string, string> row, string column) => row.GetValueOrDefault(column) ?? "";

    /// <summary>A cell's number; null where it is empty.</summary>
    public static double? Number(this IReadOnlyDictionary<string, string> row, string column) => row.Text(column) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>A cell's whole number; 0 where it is empty.</summary>
    public static int Whole(this IReadOnlyDictionary<string, string> row, string column) => row.Text(column) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <summary>A cell's word.</summary>
    public static T Word<T>(this IReadOnlyDictionary<string, string> row, string column)
        where T : struct, Enum => Word<T>(row.Text(column));

    /// <summary>A word of an enumeration.</summary>
    /// <exception cref="FormatException">It has no such word.</exception>
    public static T Word<T>(string text)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out T word) ? word : throw new FormatException($"found '{text}'; expected one of {string.Join(", ", Enum.GetNames<T>())}.");
}
