using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Fds.Core.HyperOptimisation;

namespace Fds.Benchmarks;

/// <summary>
/// What a clamp on Hessian products, and what the replicas' average, do to the schedule that is learned: whole studies by the console, each
/// retrained on fresh seeds.
/// </summary>
internal sealed class AverageBenchmark(string bin, string data, string folder)
{
    private const int Replicas = 3;
    private const int Retrainings = 5;

    private static readonly (string Name, string Clamp, string Average)[] Ways =
    [
        ("mean", "null", "mean"),
        ("mean, products clamped to ±1", "1", "mean"),
        ("median", "null", "median"),
        ("sign", "null", "sign"),
    ];

    /// <summary>Learns in every way from so many seeds and writes a table.</summary>
    public static void Run(string bin, string data, int seeds)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fds-averages-");
        try
        {
            AverageBenchmark benchmark = new(bin, data, folder.FullName);
            Console.WriteLine(Machine.Describe(1));
            Console.WriteLine();
            Console.WriteLine($"| average of {Replicas} replicas | test accuracy, learned | of each study | test accuracy, best outer step | of each study | gradient steps |");
            Console.WriteLine("| --- | ---: | --- | ---: | --- | ---: |");
            foreach ((string name, string clamp, string average) in Ways)
            {
                Outcome[] outcomes = [.. Enumerable.Range(0, seeds).Select(seed => benchmark.Learn(clamp, average, seed))];
                Console.WriteLine($"| {name} | {Column(outcomes, outcome => outcome.Learned)} | {Column(outcomes, outcome => outcome.Best)} | {outcomes.Average(outcome => outcome.GradientSteps).ToString("F0", CultureInfo.InvariantCulture)} |");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Column(IEnumerable<Outcome> outcomes, Func<Outcome, double> accuracy)
    {
        ImmutableArray<double> values = [.. outcomes.Select(outcome => 100 * accuracy(outcome))];
        ReplicaAverage average = ReplicaAverage.Of(values);
        return string.Create(CultureInfo.InvariantCulture, $"{average.Value:F1} ± {average.StandardError:F1} % | {string.Join(", ", values.Select(value => value.ToString("F1", CultureInfo.InvariantCulture)))}");
    }

    private Outcome Learn(string clamp, string average, int seed)
    {
        JsonElement result = ConsoleRun.Of(bin, data, folder, Study(clamp, average, seed));
        JsonElement learned = result.GetProperty("methods")[0];
        JsonElement best = result.GetProperty("best") is { ValueKind: JsonValueKind.Object } other ? other : learned;
        return new(Accuracy(learned), Accuracy(best), learned.GetProperty("gradientSteps").GetDouble());
    }

    private static double Accuracy(JsonElement method) => method.GetProperty("testAccuracy").GetProperty("mean").GetDouble();

    private static string Study(string clamp, string average, int seed) => $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: average-{{average}}-{{(clamp == "null" ? "exact" : "clamped")}}-{{seed}}}
        spec:
          data: {name: mnist, validationFraction: 0.05}
          model: {name: lenet, initialisation: kaiming, gain: 1}
          inner: {batchSize: 128, steps: 100, gradientClamp: 3, hessianProductClamp: {{clamp}}}
          hyperparameters:
            learningRate: {windows: 7, initial: 0, step: 0.05, range: [0, 1]}
            momentum:     {windows: 1, initial: 0, step: 0.1, range: [0, 0.99]}
            weightDecay:  {windows: 1, initial: 0, step: 3e-4, range: [0, 5e-3]}
          outer: {steps: 6}
          seeds: {count: {{Replicas}}, base: {{seed}}, average: {{average}}}
          retrain: {seeds: {{Retrainings}}}
        """;

    private sealed record Outcome(double Learned, double Best, double GradientSteps);
}
