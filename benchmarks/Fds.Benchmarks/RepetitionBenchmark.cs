using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fds.Core.HyperOptimisation;

namespace Fds.Benchmarks;

/// <summary>A study by <c>outer.rule: adam</c> from several study seeds: what each learned beside its start, on the same retrainings.</summary>
internal static partial class RepetitionBenchmark
{
    /// <summary>Runs the study file once for each seed and writes a table.</summary>
    /// <param name="bin">Where the silo and the console are built.</param>
    /// <param name="data">Folder with mnist/.</param>
    /// <param name="study">The study file.</param>
    /// <param name="seeds">The study seeds.</param>
    /// <param name="changes">OLD=NEW: what is written in the file in the place of something that it has once.</param>
    /// <param name="beside">Methods that run beside fds, whose schedules fds's is compared with; none: the start.</param>
    public static void Run(string bin, string data, string study, IReadOnlyList<int> seeds, string[] changes, string[] beside)
    {
        string text = changes.Aggregate(File.ReadAllText(study), Change);
        if (Seeds().Count(text) != 1)
        {
            throw new InvalidOperationException($"{study} has no line like '  seeds: {{count: 2}}', where the study's seed is written.");
        }

        text = Methods().Replace(text, $"  methods: [{string.Join(", ", beside.Prepend("fds"))}]");
        string[] others = beside.Length == 0 ? ["start"] : beside;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fds-repetitions-");
        try
        {
            Console.WriteLine(Machine.Describe(1));
            Console.WriteLine();
            Console.WriteLine("| study seed | learned | its worst seed | gradient steps |" + string.Concat(others.Select(other => $" {other} | its worst seed | gradient steps | difference |")));
            Console.WriteLine("| ---: | ---: | ---: | ---: |" + string.Concat(others.Select(_ => " ---: | ---: | ---: | ---: |")));
            List<double>[] differences = [.. others.Select(_ => new List<double>())];
            foreach (int seed in seeds)
            {
                JsonElement result = ConsoleRun.Of(bin, data, folder.FullName, Seeds().Replace(text, $"${{before}}, base: {seed.ToString(CultureInfo.InvariantCulture)}}}"));
                JsonElement[] methods = [.. result.GetProperty("methods").EnumerateArray()];
                ImmutableArray<double> learned = Accuracies(methods[0]);
                string row = string.Create(CultureInfo.InvariantCulture, $"| {seed} | {Mean(learned)} | {learned.Min():F2} | {Spent(beside.Length == 0 ? result : methods[0]):F0} |");
                for (int i = 0; i < others.Length; i++)
                {
                    JsonElement? method = beside.Length == 0 ? methods.ElementAtOrDefault(1) : methods.Single(method => method.GetProperty("name").GetString() == beside[i]);
                    ImmutableArray<double> other = method is { ValueKind: JsonValueKind.Object } found ? Accuracies(found) : learned; // the start itself was chosen
                    ReplicaAverage difference = ReplicaAverage.Of([.. learned.Zip(other, (one, against) => one - against)]);
                    differences[i].Add(difference.Value);
                    string cost = beside.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Spent(method!.Value):F0}");
                    row += string.Create(CultureInfo.InvariantCulture, $" {Mean(other)} | {other.Min():F2} | {cost} | {difference.Value:+0.00;-0.00;0.00} ± {difference.StandardError:F2} |");
                }

                Console.WriteLine(row);
            }

            Console.WriteLine();
            for (int i = 0; i < others.Length && seeds.Count > 1; i++)
            {
                ReplicaAverage all = ReplicaAverage.Of([.. differences[i]]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Against {others[i]}, over studies: {all.Value:+0.00;-0.00} ± {all.StandardError:F2} points."));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Spent(JsonElement of) => of.GetProperty("gradientSteps").GetDouble();

    private static string Change(string text, string change)
    {
        string[] parts = change.Split('=');
        return parts.Length == 2 && text.Split(parts[0]).Length == 2
            ? text.Replace(parts[0], parts[1], StringComparison.Ordinal)
            : throw new InvalidOperationException($"Expected a change OLD=NEW of something that the study file has once, but got '{change}'.");
    }

    private static ImmutableArray<double> Accuracies(JsonElement method) =>
        [.. method.GetProperty("testAccuracy").GetProperty("values").EnumerateArray().Select(value => 100 * value.GetDouble())];

    private static string Mean(ImmutableArray<double> values)
    {
        ReplicaAverage average = ReplicaAverage.Of(values);
        return string.Create(CultureInfo.InvariantCulture, $"{average.Value:F2} ± {average.StandardError:F2} %");
    }

    /// <summary>A study that compares methods is repeated with fds and those that are asked for.</summary>
    [GeneratedRegex("^  methods: .*$", RegexOptions.Multiline)]
    private static partial Regex Methods();

    [GeneratedRegex(@"(?<before>^  seeds: \{count: [0-9]+)\}", RegexOptions.Multiline)]
    private static partial Regex Seeds();
}
