using Fds.Core.Curvature;
using Fds.Core.Runtime;

namespace Fds.Benchmarks;

/// <summary>What taking columns in small fixed groups costs: the price of being able to divide them over slots without changing a bit.</summary>
internal static class WidthBenchmark
{
    private static readonly int[] Widths = [1, 2, 3, 4, 8, 64];

    public static void Run(IReadOnlyList<string> cases, int threads, int rounds)
    {
        Console.WriteLine(Machine.Describe(threads));
        Console.WriteLine();
        Console.WriteLine($"| network, batch, live columns | {string.Join(" | ", Widths.Select((width, i) => i + 1 < Widths.Length ? $"groups of {width}, ms" : "all at once, ms"))} |");
        Console.WriteLine($"| --- |{string.Concat(Widths.Select(_ => " ---: |"))}");
        foreach (string text in cases)
        {
            TorchRuntime.UseThreads(threads);
            using BenchmarkCase given = BenchmarkCase.Parse(text);
            BenchmarkCase.Runner[] runners = [.. Widths.Select(width => given.Start(new(Chunk: width)))];
            double[] ms = Clock.Medians(rounds, [.. runners.Select(Action (runner) => runner.Step)]);
            Console.WriteLine($"| {given.Name}, {given.Batch}, {given.Columns} | {string.Join(" | ", ms.Select(time => $"{time:F1}"))} |");
            foreach (BenchmarkCase.Runner runner in runners)
            {
                runner.Dispose();
            }
        }
    }
}
