using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Fds.Benchmarks;

/// <summary>
/// One study on two one-thread slots against one, through real processes: two seeds side by side, and one seed's columns in two shares.
/// </summary>
internal sealed class ScalingBenchmark(string silo, string console, string folder)
{
    private const int OuterSteps = 3;

    /// <summary>Runs every case in turn, as often as asked, and writes a table.</summary>
    public static void Run(string bin, int rounds)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fds-scaling-");
        try
        {
            ScalingBenchmark benchmark = new(Path.Combine(bin, "Fds.Silo", "release", "fds-silo"), Path.Combine(bin, "Fds.Client", "release", "fds-console"), folder.FullName);
            Console.WriteLine(Machine.Describe(1));
            Console.WriteLine();
            Console.WriteLine("| study | one slot, s | two slots, s | times as fast | two processes by themselves | cost on one, gradient steps | cost on two |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
            benchmark.Compare("2 seeds", rounds, new("lenet", Batch: 128, InnerSteps: 60, Windows: 7, Seeds: 2));
            benchmark.Compare("1 seed, in 1 and in 2 shares", rounds, new("lenet", Batch: 128, InnerSteps: 60, Windows: 6, Seeds: 1));
            benchmark.Compare("1 seed, in 1 and in 2 shares", rounds, new("lenet", Batch: 128, InnerSteps: 60, Windows: 22, Seeds: 1));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Compare(string name, int rounds, ScalingCase study)
    {
        List<(double Seconds, double Cost)> single = [];
        List<(double Seconds, double Cost)> twofold = [];
        for (int round = 0; round < rounds; round++)
        {
            single.Add(Measure(Study(study, shards: 1), slots: 1));
            twofold.Add(Measure(Study(study, shards: 2 / study.Seeds), slots: 2));
        }

        (double seconds, double cost) = Median(single);
        (double secondsOfTwo, double costOfTwo) = Median(twofold);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {study.Model}, batch {study.Batch}, {study.Columns} columns, {name} | {seconds:F1} | {secondsOfTwo:F1} | {seconds / secondsOfTwo:F2} | {ByThemselves(study, rounds):F2} | {cost:F0} | {costOfTwo:F0} |"));
    }

    /// <summary>
    /// What the machine itself gives: how many times as fast two processes that know nothing of one another do these inner steps at once
    /// as one after the other. No cluster on the same cores does better.
    /// </summary>
    private static double ByThemselves(ScalingCase study, int rounds)
    {
        ProcessStartInfo info = new(
            Environment.ProcessPath!,
            ["step", "tangent", $"{study.Model}:{study.Batch}:{study.Columns}", "--threads", "1", "--steps", $"{study.InnerSteps}"]) { RedirectStandardOutput = true };

        void RunProcesses(int count)
        {
            Process[] processes = [.. Enumerable.Range(0, count).Select(_ => Process.Start(info)!)];
            foreach (Process process in processes)
            {
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                process.Dispose();
            }
        }

        double[] times = Clock.Medians(rounds, () => RunProcesses(1), () => RunProcesses(2));
        return 2 * times[0] / times[1];
    }

    /// <summary>Mean seconds of an outer step but the first, which loads the data and compiles, and the study's cost.</summary>
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
            double seconds = rows.Skip(1).Select(row => row.Split(',')).Select(row => (Step: row[Array.IndexOf(headings, "outerStep")], Seconds: row[Array.IndexOf(headings, "seconds")]))
                .Distinct().Skip(1).Average(step => double.Parse(step.Seconds, CultureInfo.InvariantCulture));
            return (seconds, summary.RootElement.GetProperty("gradientSteps").GetDouble());
        }
        finally
        {
            server.StandardInput.Close();
            server.WaitForExit();
        }
    }

    private string Ask(params string[] arguments) => ConsoleRun.Say(console, arguments);

    private static (double Seconds, double Cost) Median(List<(double Seconds, double Cost)> runs) => runs.OrderBy(run => run.Seconds).ElementAt(runs.Count / 2);

    private static string Study(ScalingCase study, int shards) => $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: scaling}
        spec:
          data: {name: glyphs}
          model: {name: {{study.Model}}, initialisation: kaiming}
          inner: {batchSize: {{study.Batch}}, steps: {{study.InnerSteps}}, gradientClamp: 3, hessianProductClamp: 1, chunk: auto}
          hyperparameters:
            learningRate: {windows: {{study.Windows}}, initial: 0.05, step: 0.01, range: [0, 1]}
            momentum:     {windows: 1, initial: 0.5, step: 0.05, range: [0, 0.99]}
            weightDecay:  {windows: 1, initial: 1e-4, step: 1e-4, range: [0, 5e-3]}
          outer: {steps: {{OuterSteps}}}
          seeds: {count: {{study.Seeds}}}
          retrain: {seeds: 0}
          resources: {columnShards: {{shards}}}
        """;
}
