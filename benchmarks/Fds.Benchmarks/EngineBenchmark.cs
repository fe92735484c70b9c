using System.Diagnostics;
using Fds.Core.Curvature;
using Fds.Core.Runtime;

namespace Fds.Benchmarks;

/// <summary>Time and memory of one inner step by engine.</summary>
internal static class EngineBenchmark
{
    public static void Run(IReadOnlyList<string> cases, int threads, int rounds)
    {
        Console.WriteLine(Machine.Describe(threads));
        double rate = Machine.MatrixRate(threads);
        Console.WriteLine();
        Console.WriteLine("| network, batch, live columns | plain step, ms | autograd, ms | tangent, ms | tangent / autograd | plain steps per column: autograd | tangent | arithmetic's share of tangent | peak MB: autograd | tangent |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (string text in cases)
        {
            TorchRuntime.UseThreads(threads);
            using BenchmarkCase given = BenchmarkCase.Parse(text);
            using BenchmarkCase.Runner plain = given.Start(new(EngineKind.Autograd), columns: 0);
            using BenchmarkCase.Runner autograd = given.Start(new(EngineKind.Autograd));
            using BenchmarkCase.Runner tangent = given.Start(new(EngineKind.Tangent));
            double[] ms = Clock.Medians(rounds, plain.Step, autograd.Step, tangent.Step);
            double arithmetic = given.GradientOperations * (1 + (2 * given.Columns)) / rate * 1e3;
            double PerColumn(double time) => (time - ms[0]) / ms[0] / given.Columns;
            Console.WriteLine(
                $"| {given.Name}, {given.Batch}, {given.Columns} | {ms[0]:F2} | {ms[1]:F1} | {ms[2]:F1} | {ms[2] / ms[1]:F2} | {PerColumn(ms[1]):F2} | {PerColumn(ms[2]):F2} | " +
                $"{arithmetic / ms[2]:P0} | {PeakMegabytes("autograd", text, threads)} | {PeakMegabytes("tangent", text, threads)} |");
        }
    }

    /// <summary>Time of a step without columns, by both engines, and of one with a single Hessian product, on random images.</summary>
    /// <param name="cases">NETWORK:BATCH.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="rounds">Interleaved rounds.</param>
    public static void Plain(IReadOnlyList<string> cases, int threads, int rounds)
    {
        Console.WriteLine(Machine.Describe(threads));
        Console.WriteLine();
        Console.WriteLine("| network, batch | plain step by autograd, ms | plain step, ms | with one product, ms | one product / plain |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (string text in cases)
        {
            TorchRuntime.UseThreads(threads);
            using BenchmarkCase given = BenchmarkCase.Parse($"{text}:1");
            using BenchmarkCase.Runner autograd = given.Start(new(EngineKind.Autograd), columns: 0);
            using BenchmarkCase.Runner plain = given.Start(new(EngineKind.Tangent), columns: 0);
            using BenchmarkCase.Runner product = given.Start(new(EngineKind.Tangent));
            double[] ms = Clock.Medians(rounds, autograd.Step, plain.Step, product.Step);
            Console.WriteLine($"| {given.Name}, {given.Batch} | {ms[0]:F2} | {ms[1]:F2} | {ms[2]:F2} | {ms[2] / ms[1]:F2} |");
        }
    }

    /// <summary>Runs inner steps and prints the peak memory of this process and their median time.</summary>
    public static void RunSteps(string engine, string text, int threads, int steps, int? chunk)
    {
        TorchRuntime.UseThreads(threads);
        using BenchmarkCase given = BenchmarkCase.Parse(text);
        using BenchmarkCase.Runner runner = given.Start(new(Enum.Parse<EngineKind>(engine.Replace("-", "", StringComparison.Ordinal), ignoreCase: true), chunk));
        double[] ms = Clock.Medians(steps, runner.Step);
        Console.WriteLine($"{Machine.PeakMemory() >> 20} MB, {ms[0]:F1} ms per inner step");
    }

    private static string PeakMegabytes(string engine, string text, int threads)
    {
        ProcessStartInfo info = new(Environment.ProcessPath!, ["step", engine, text, "--threads", $"{threads}", "--steps", "1"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output.Split(' ')[0];
    }
}
