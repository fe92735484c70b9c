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
    /// <param name="seeds">How many study seeds, from 0.</param>
    /// <param name="changes">OLD=NEW: what is written in the file in the place of something that it has once.</param>
    public static void Run(string bin, string data, string study, int seeds, string[] changes)
    {
        string text = changes.Aggregate(File.ReadAllText(study), Change);
        if (Seeds().Count(text) != 1)
        {
            throw new InvalidOperationException($"{study} has no line like '  seeds: {{count: 2}}', where the study's seed is written.");
        }

        text = Methods().Replace(text, "  methods: [fds]");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fds-repetitions-");
        try
        {
            Console.WriteLine(Machine.Describe(1));
            Console.WriteLine();
            Console.WriteLine("| study seed | learned | its worst seed | start | its worst seed | difference | gradient steps | seconds |");
            Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            List<double> differences = [];
            for (int seed = 0; seed < seeds; seed++)
            {
                JsonElement result = ConsoleRun.Of(bin, data, folder.FullName, Seeds().Replace(text, $"${{before}}, base: {seed.ToString(CultureInfo.InvariantCulture)}}}"));
                JsonElement methods = result.GetProperty("methods");
                ImmutableArray<double> learned = Accuracies(methods[0]);
                ImmutableArray<double> start = methods.GetArrayLength() > 1 ? Accuracies(methods[1]) : learned; // the start itself was chosen
                ReplicaAverage difference = ReplicaAverage.Of([.. learned.Zip(start, (one, other) => one - other)]);
                differences.Add(difference.Value);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {seed} | {Mean(learned)} | {learned.Min():F2} | {Mean(start)} | {start.Min():F2} | {difference.Value:+0.00;-0.00;0.00} ± {difference.StandardError:F2} | {result.GetProperty("gradientSteps").GetDouble():F0} | {result.GetProperty("seconds").GetDouble():F0} |"));
            }

            ReplicaAverage all = ReplicaAverage.Of([.. differences]);
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Over studies: {all.Value:+0.00;-0.00} ± {all.StandardError:F2} points."));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

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

    /// <summary>A study that compares methods is repeated with fds alone.</summary>
    [GeneratedRegex("^  methods: .*$", RegexOptions.Multiline)]
    private static partial Regex Methods();

    [GeneratedRegex(@"(?<before>^  seeds: \{count: [0-9]+)\}", RegexOptions.Multiline)]
    private static partial Regex Seeds();
}
