using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Fds.Benchmarks;

/// <summary>
/// One study on two one-thread slots against one, through real processes: two seeds side by side, and one seed's columns in two shares.
/// </summary>
internal sealed class ScalingBenchmark(string silo, string console, string folder)
{
    private const int OuterSteps = 2;

    /// <summary>Runs every case in turn, as often as asked, and writes a table.</summary>
    public static void Run(string bin, int rounds)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fds-scaling-");
        try
        {
            ScalingBenchmark benchmark = new(Path.Combine(bin, "Fds.Silo", "release", "fds-silo"), Path.Combine(bin, "Fds.Client", "release", "fds-console"), folder.FullName);
            Console.WriteLine(Machine.Describe(1));
            Console.WriteLine();
            Console.WriteLine("| study | one slot, s | two slots, s | times as fast | cost on one, gradient steps | cost on two |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
            benchmark.Compare("lenet, 2 seeds, 9 columns", rounds, Study(seeds: 2, windows: 7, shards: 1), Study(seeds: 2, windows: 7, shards: 1));
            benchmark.Compare("lenet, 1 seed, 8 columns in 1 and in 2 shares", rounds, Study(seeds: 1, windows: 6, shards: 1), Study(seeds: 1, windows: 6, shards: 2));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Compare(string name, int rounds, string one, string two)
    {
        List<(double Seconds, double Cost)> single = [];
        List<(double Seconds, double Cost)> twofold = [];
        for (int round = 0; round < rounds; round++)
        {
            single.Add(Measure(one, slots: 1));
            twofold.Add(Measure(two, slots: 2));
        }

        (double seconds, double cost) = Median(single);
        (double secondsOfTwo, double costOfTwo) = Median(twofold);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {seconds:F1} | {secondsOfTwo:F1} | {seconds / secondsOfTwo:F2} | {cost:F0} | {costOfTwo:F0} |"));
    }

    /// <summary>Seconds of the second outer step, the first having loaded the data and compiled, and the study's cost.</summary>
    private (double Seconds, double Cost) Measure(string study, int slots)
    {
        string file = Path.Combine(folder, "study.yaml");
        File.WriteAllText(file, study);
        string state = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        ProcessStartInfo info = new(silo, ["--Fds:Private=true", $"--Fds:Storage={state}", $"--Fds:Slots={slots}", "--Fds:ThreadsPerSlot=1"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process server = Process.Start(info)!;
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        try
        {
            using JsonDocument handshake = JsonDocument.Parse(server.StandardOutput.ReadLine()!);
            string gateway = handshake.RootElement.GetProperty("gateway").GetString()!;
            Ask("submit", "-f", file, "--wait", "--cluster", gateway);
            string[] rows = Ask("results", "scaling", "--table", "outer-steps", "-o", "csv", "--cluster", gateway).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            using JsonDocument summary = JsonDocument.Parse(Ask("describe", "scaling", "-o", "json", "--cluster", gateway));
            string[] headings = rows[0].Split(',');
            string[] last = rows[^1].Split(',');
            return (double.Parse(last[Array.IndexOf(headings, "seconds")], CultureInfo.InvariantCulture), summary.RootElement.GetProperty("gradientSteps").GetDouble());
        }
        finally
        {
            server.StandardInput.Close();
            server.WaitForExit();
        }
    }

    private string Ask(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(console, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> talk = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"fds {string.Join(' ', arguments)} ended with {process.ExitCode}: {talk.Result}");
    }

    private static (double Seconds, double Cost) Median(List<(double Seconds, double Cost)> runs) => runs.OrderBy(run => run.Seconds).ElementAt(runs.Count / 2);

    private static string Study(int seeds, int windows, int shards) => $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: scaling}
        spec:
          data: {name: glyphs}
          model: {name: lenet, initialisation: kaiming}
          inner: {batchSize: 128, steps: 40, gradientClamp: 3, hessianProductClamp: 1, chunk: 4}
          hyperparameters:
            learningRate: {windows: {{windows}}, initial: 0.05, step: 0.01, range: [0, 1]}
            momentum:     {windows: 1, initial: 0.5, step: 0.05, range: [0, 0.99]}
            weightDecay:  {windows: 1, initial: 1e-4, step: 1e-4, range: [0, 5e-3]}
          outer: {steps: {{OuterSteps}}}
          seeds: {count: {{seeds}}}
          retrain: {seeds: 0}
          resources: {columnShards: {{shards}}}
        """;
}
