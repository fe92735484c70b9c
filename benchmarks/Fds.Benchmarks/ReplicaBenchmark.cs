using Fds.Core.Curvature;
using Fds.Core.Runtime;

namespace Fds.Benchmarks;

/// <summary>The best use of two cores for one study: two replicas with one thread each, or one after the other with two.</summary>
internal static class ReplicaBenchmark
{
    private const int Steps = 3;

    public static void Run(IReadOnlyList<string> cases, int rounds)
    {
        Console.WriteLine(Machine.Describe(2));
        Console.WriteLine();
        Console.WriteLine($"| network, batch, live columns | {Steps} steps each of two replicas: one after the other, two threads, ms | side by side, one thread each, ms | ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (string text in cases)
        {
            using BenchmarkCase given = BenchmarkCase.Parse(text);
            using BenchmarkCase.Runner first = given.Start(CurvatureOptions.Default);
            using BenchmarkCase.Runner second = given.Start(CurvatureOptions.Default);
            double[] ms = Clock.Medians(rounds, () => OneAfterTheOther(first, second), () => SideBySide(first, second));
            Console.WriteLine($"| {given.Name}, {given.Batch}, {given.Columns} | {ms[0]:F0} | {ms[1]:F0} | {ms[1] / ms[0]:F2} |");
        }
    }

    private static void OneAfterTheOther(params ReadOnlySpan<BenchmarkCase.Runner> replicas)
    {
        TorchRuntime.UseThreads(2);
        foreach (BenchmarkCase.Runner replica in replicas)
        {
            Repeat(replica);
        }
    }

    private static void SideBySide(params IReadOnlyList<BenchmarkCase.Runner> replicas)
    {
        Thread[] threads = [.. replicas.Select(replica => new Thread(() =>
        {
            TorchRuntime.UseThreads(1);
            Repeat(replica);
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private static void Repeat(BenchmarkCase.Runner replica)
    {
        for (int step = 0; step < Steps; step++)
        {
            replica.Step();
        }
    }
}
