using System.Diagnostics;
using Fds.Core.Curvature;
using Fds.Core.Runtime;

namespace Fds.Benchmarks;

/// <summary>Time and memory of one inner step by engine.</summary>
internal static class EngineBenchmark
{
    private const int MemorySteps = 4;

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

    /// <summary>Runs a few inner steps and prints the peak memory of this process.</summary>
    public static void PrintPeakMemory(string engine, string text, int threads)
    {
        TorchRuntime.UseThreads(threads);
        using BenchmarkCase given = BenchmarkCase.Parse(text);
        using BenchmarkCase.Runner runner = given.Start(new(Enum.Parse<EngineKind>(engine, ignoreCase: true)));
        for (int step = 0; step < MemorySteps; step++)
        {
            runner.Step();
        }

        Console.WriteLine(Machine.PeakMemory() >> 20);
    }

    private static string PeakMegabytes(string engine, string text, int threads)
    {
        ProcessStartInfo info = new(Environment.ProcessPath!, ["memory", engine, text, "--threads", $"{threads}"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
    }
}
