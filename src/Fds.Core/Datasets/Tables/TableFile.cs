using System.Collections.Immutable;
using Fds.Core.Datasets.Arrays;
using Fds.Core.Training;

namespace Fds.Core.Datasets.Tables;

/// <summary>
/// A table with a column to predict. Numbers, and a real target, are standardised by the training rows; a category becomes as many numbers
/// as it has values, one of them 1 and the others 0. Which rows are the test set depends on their number alone.
/// </summary>
internal static class TableFile
{
    private const string Commas = ".csv";
    private const string Tabs = ".tsv";
    private const string Compressed = ".gz";
    private const int MostInputs = 100_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetException">It is no such table, or something in it is missing or no number.</exception>
    public static Dataset Load(string path, DatasetOptions options, LoadLimits limits)
    {
        TableRows table = TableRows.Read(path, options.Separator ?? SeparatorOf(path), options.HasHeader, limits);
        TableColumns columns = new(path, table);
        int target = columns.Find(options.Target, "data.target");
        int[] categories = [.. options.Categories.Select(name => columns.Find(name, "data.categories"))];
        int[] ignored = [.. options.Ignored.Select(name => columns.Find(name, "data.ignore"))];
        if (ignored.Contains(target))
        {
            throw new DatasetException(path, $"another target than {PrintableName.Short(table.Columns[target])}", "it in data.ignore");
        }

        (int[] training, int[] test) = Split(path, table.Rows.Count, options.TestFraction);
        List<double[]> inputs = [];
        foreach (int column in Enumerable.Range(0, table.Columns.Length).Except([target, .. ignored]))
        {
            (ImmutableArray<string> Names, int[] Values)? category = categories.Contains(column) ? columns.Categories(column) : null;
            long more = inputs.Count + (category?.Names.Length ?? 1);
            if (more > MostInputs || more * table.Rows.Count > Array.MaxLength)
            {
                throw new DatasetException(path, $"at most {Math.Min(MostInputs, Array.MaxLength / table.Rows.Count)} inputs", $"more with the column {PrintableName.Short(table.Columns[column])}");
            }

            // Every column is kept once as such and once in the rows.
            limits.RequireOf(path, table.Rows.Count, checked((int)(2 * sizeof(double) * more)), "rows");
            inputs.AddRange(category is { } found ? OneHot(found) : [Standardised(columns.Numbers(column), training).Values]);
        }

        if (inputs.Count == 0)
        {
            throw new DatasetException(path, "a column beside the target", $"{table.Columns.Length} columns, of which {ignored.Length} are in data.ignore");
        }

        LabelledArrays Half(int[] rows, Func<int[], NumberArray> targets) => new(Rows(inputs, rows), targets(rows));
        if (categories.Contains(target))
        {
            (ImmutableArray<string> names, int[] values) = columns.Categories(target);
            NumberArray Classes(int[] rows) => new(Array.ConvertAll(rows, row => (long)values[row]), [rows.Length]);
            return new ArrayDataset("table", new() { Input = [inputs.Count], Classes = names.Length }, Half(training, Classes), Half(test, Classes)) { ClassNames = names };
        }

        (double[] real, Standardisation scale) = Standardised(columns.Numbers(target), training);
        NumberArray Reals(int[] rows) => new(Array.ConvertAll(rows, row => real[row]), [rows.Length, 1]);
        return new ArrayDataset("table", new() { Input = [inputs.Count] }, Half(training, Reals), Half(test, Reals)) { Scale = new(table.Columns[target], scale.Mean, scale.Deviation) };
    }

    /// <summary>By the ending of the file's name; a file that does not say it has spaces.</summary>
    private static Separator SeparatorOf(string path)
    {
        string name = path.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? path[..^Compressed.Length] : path;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            Commas => Separator.Comma,
            Tabs => Separator.Tab,
            _ => Separator.Space,
        };
    }

    /// <summary>The rows to train on and the rows to test on, both in their order.</summary>
    private static (int[] Training, int[] Test) Split(string path, int rows, double fraction)
    {
        int test = (int)(fraction * rows);
        if (test < 1 || test >= rows)
        {
            throw new DatasetException(path, "rows on both sides of the split", FormattableString.Invariant($"{rows} rows, of which data.testFraction, {fraction}, takes {test}"));
        }

        int[] order = [.. Enumerable.Range(0, rows)];
        SplitMix64 draws = new(StableSeed.Derive(0, 0, 0, "rows to test on"));
        for (int i = rows - 1; i > 0; i--)
        {
            int other = draws.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return ([.. order[test..].Order()], [.. order[..test].Order()]);
    }

    private static (double[] Values, Standardisation Scale) Standardised(double[] values, int[] training)
    {
        Standardisation scale = Standardisation.Of(values, training);
        return (Array.ConvertAll(values, scale.Apply), scale);
    }

    private static IEnumerable<double[]> OneHot((ImmutableArray<string> Names, int[] Values) category) =>
        category.Names.Select((_, number) => Array.ConvertAll(category.Values, value => value == number ? 1.0 : 0.0));

    private static NumberArray Rows(List<double[]> inputs, int[] rows)
    {
        double[] numbers = new double[rows.Length * inputs.Count];
        int place = 0;
        foreach (int row in rows)
        {
            foreach (double[] column in inputs)
            {
                numbers[place++] = column[row];
            }
        }

        return new(numbers, [rows.Length, inputs.Count]);
    }
}
