using System.Globalization;
using Fds.Core.Adjoints;
using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Networks;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Benchmarks;

/// <summary>Whole runs in forward and in reverse mode beside each other, by the number of learning-rate windows, on random images.</summary>
internal static class ReverseBenchmark
{
    private const int HeldOut = 64;

    /// <summary>Runs of a row: forward, reverse with everything kept, reverse with segments.</summary>
    private const int Modes = 3;

    /// <summary>Time of an inner step over that of a plain one.</summary>
    /// <param name="cases">NETWORK:BATCH:T.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="rounds">Rounds, each of all rows, so that rows can be compared.</param>
    /// <param name="counts">Learning-rate windows of each row.</param>
    public static void Times(IReadOnlyList<string> cases, int threads, int rounds, IReadOnlyList<int> counts)
    {
        Console.WriteLine(Machine.Describe(threads));
        Console.WriteLine();
        Console.WriteLine("| network, batch, T | windows | live on average | plain, ms a step | forward | reverse, all kept | reverse, segments | all / forward |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (string text in cases)
        {
            string[] parts = text.Split(':');
            (int batch, int horizon) = (int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
            TorchRuntime.UseThreads(threads);
            using DeviceData data = Images(parts[0], batch);
            TrainingSetting setting = Setting(parts[0], data, batch, horizon);
            int[] rows = [.. counts.Where(windows => windows <= horizon)];
            double[] ms = Clock.Medians(rounds, [() => TrialRun.Execute(setting, Schedules(1), default), .. rows.SelectMany(windows => Runs(setting, windows))]);
            for (int row = 0; row < rows.Length; row++)
            {
                (double forward, double all, double segments) = (ms[(Modes * row) + 1], ms[(Modes * row) + 2], ms[(Modes * row) + 3]);
                double live = 2 + Enumerable.Range(0, rows[row]).Sum(window => 1.0 - ((double)Core.Schedules.Windows.FirstStep(window, horizon, rows[row]) / horizon));
                Console.WriteLine(
                    $"| {parts[0]}, {batch}, {horizon} | {rows[row]} + 1 + 1 | {live:F1} | {ms[0] / horizon:F1} | {forward / ms[0]:F2} | {all / ms[0]:F2} | {segments / ms[0]:F2} | {all / forward:F2} |");
            }
        }
    }

    /// <summary>The most memory of one run in this process, which ought to be fresh.</summary>
    /// <param name="given">NETWORK:BATCH:T.</param>
    /// <param name="memory">all, segments or levels; anything else: a plain run.</param>
    /// <param name="threads">Threads of one operation.</param>
    public static void Memory(string given, string memory, int threads)
    {
        string[] parts = given.Split(':');
        (int batch, int horizon) = (int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
        TorchRuntime.UseThreads(threads);
        using DeviceData data = Images(parts[0], batch);
        TrainingSetting setting = Setting(parts[0], data, batch, horizon);
        if (Enum.TryParse(memory, ignoreCase: true, out AdjointMemory kept))
        {
            Run(setting with { Reverse = kept }, windows: 1);
            long planned = new TrailPlan(horizon, kept).Bytes(setting.Network.Layout.Count, sizeof(float));
            Console.WriteLine($"{given} {memory}: at most {Machine.PeakMemory() >> 20} MiB, of which {planned / 1048576.0:F1} MiB are kept states");
        }
        else
        {
            TrialRun.Execute(setting, Schedules(1), default);
            Console.WriteLine($"{given} plain: at most {Machine.PeakMemory() >> 20} MiB");
        }
    }

    /// <summary>A run in each mode.</summary>
    private static IEnumerable<Action> Runs(TrainingSetting setting, int windows) =>
    [
        () => Run(setting, windows),
        () => Run(setting with { Reverse = AdjointMemory.All }, windows),
        () => Run(setting with { Reverse = AdjointMemory.Segments }, windows),
    ];

    private static void Run(TrainingSetting setting, int windows) => HypergradientRun.Execute(setting, Schedules(windows), _ => true, default);

    /// <summary>Rates so small that no run leaves the neighbourhood of its start.</summary>
    private static PerKind<Schedule> Schedules(int windows) => new(new([.. Enumerable.Repeat(1e-4, windows)]), Schedule.Constant(0.5), Schedule.Constant(1e-4));

    internal static TrainingSetting Setting(string network, DeviceData data, int batch, int horizon) => new()
    {
        Network = NetworkFactory.Create(network, data.Dataset.Form, Loss.CrossEntropy),
        Data = data,
        BatchSize = batch,
        Horizon = Horizon.OfSteps(horizon),
        ValidationFraction = (double)HeldOut / data.Training.Count,
        WeightScheme = WeightScheme.Kaiming,
    };

    internal static DeviceData Images(string network, int batch, Device? device = null)
    {
        (int channels, int size) = network.StartsWith("wrn", StringComparison.Ordinal) ? (3, 32) : (1, 28);
        int count = (4 * batch) + HeldOut;
        Random numbers = new(1);
        byte[] pixels = new byte[count * channels * size * size];
        numbers.NextBytes(pixels);
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];
        LabelledImages images = new(pixels, labels, count, channels, size, size);
        double[] half = [.. Enumerable.Repeat(0.5, channels)];
        return new(new ImageDataset("random", images, images, 10, new([.. half], [.. half])), device ?? CPU);
    }
}
