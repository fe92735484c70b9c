using System.Globalization;
using System.Runtime.InteropServices;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Benchmarks;

/// <summary>What can be shown of a device in a few minutes: that it computes what a CPU does, at which price by engine, mode and TensorFloat-32, the same each time, and what its memory says.</summary>
internal sealed class ProofBenchmark
{
    private const int Windows = 3;

    /// <summary>Longer runs are chaos: there float32 and float64 differ in sign on one CPU too.</summary>
    private static readonly (string Network, int Horizon)[] Cases = [("mlp", 30), ("lenet", 30), ("wrn-16-1", 4)];

    /// <summary>A rehearsal on a CPU shows that the report is made, not how fast.</summary>
    private static readonly (string Network, int Horizon)[] Rehearsed = [("mlp", 10), ("lenet", 6), ("wrn-16-1", 3)];

    private static readonly (string Name, EngineKind Engine, AdjointMemory? Reverse)[] Ways =
    [
        ("tangent, forward", EngineKind.Tangent, null),
        ("autograd, forward", EngineKind.Autograd, null),
        ("tangent, reverse, all kept", EngineKind.Tangent, AdjointMemory.All),
        ("tangent, reverse, segments", EngineKind.Tangent, AdjointMemory.Segments),
    ];

    private static readonly bool[] OnAndOff = [true, false];
    private static readonly AdjointMemory?[] Modes = [null, AdjointMemory.All];

    private readonly Device device;

    private ProofBenchmark(Device device) => this.device = device;

    private bool IsRehearsal => device.type == DeviceType.CPU;

    private (string Network, int Horizon)[] Agreed => IsRehearsal ? Rehearsed : Cases;

    private int Rounds => IsRehearsal ? 1 : 3;

    private int Batch => IsRehearsal ? 8 : 64;

    private int Ordinal => Math.Max(0, device.index);

    /// <summary>Writes its sections to standard output; a section that fails says so and the next one follows.</summary>
    public static void Run(string device, int threads)
    {
        TorchRuntime.UseThreads(threads);
        Console.WriteLine($"On {device}. {Machine.Describe(threads)}. GPUs that libtorch can use: {(cuda.is_available() ? cuda.device_count() : 0)}.");
        ProofBenchmark proof = new(torch.device(device));
        proof.Section("Switches", proof.Switches);
        proof.Section("Agreement with the CPU in float64", proof.Agreement);
        proof.Section("Engines and modes, with and without TensorFloat-32", proof.Prices);
        proof.Section("The same bits twice", proof.Determinism);
        proof.Section("Memory", proof.Memory);
    }

    private void Section(string title, Action content)
    {
        Console.WriteLine($"\n### {title}\n");
        try
        {
            ones(1, device: device).Dispose();
            CardMemory.Here.Begin(Ordinal);
            content();
        }
#pragma warning disable CA1031 // A report of what does not work is what this is for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Console.WriteLine($"\nFAILED: {e.GetType().Name}: {e.Message.Split('\n')[0]}");
        }
    }

    private void Switches()
    {
        foreach (bool tf32 in OnAndOff)
        {
            bool repeatable = AcceleratorArithmetic.Choose(tf32);
            Console.WriteLine($"- TensorFloat-32 {OnOff(tf32)}: matrices {OnOff(backends.cuda.matmul.allow_tf32)}, convolutions {OnOff(backends.cudnn.allow_tf32)}, repeatable convolutions {(repeatable ? "on" : "NOT on")}");
        }
    }

    private void Agreement()
    {
        Console.WriteLine("Largest difference of a hypergradient's elements, over the largest element; float64, weights and data alike.\n");
        Console.WriteLine("| network, T | forward | reverse |\n| --- | ---: | ---: |");
        foreach ((string network, int horizon) in Agreed)
        {
            double[] errors = [.. Modes.Select(reverse =>
                Difference(Found(network, horizon, CPU, ScalarType.Float64, EngineKind.Tangent, reverse), Found(network, horizon, device, ScalarType.Float64, EngineKind.Tangent, reverse)))];
            Console.WriteLine($"| {network}, {horizon} | {errors[0]:0.0E+0} | {errors[1]:0.0E+0} |{(errors.Max() < 1e-9 ? "" : " MORE THAN 1E-9")}");
        }
    }

    private void Prices()
    {
        Console.WriteLine("Milliseconds an inner step with 3 + 1 + 1 values, float32, and the hypergradient's difference from that in float64 on the same device.\n");
        Console.WriteLine("| network, T | way | exact, ms | TensorFloat-32, ms | exact, difference | TensorFloat-32, difference |\n| --- | --- | ---: | ---: | ---: | ---: |");
        foreach ((string network, int horizon) in Agreed)
        {
            double[] expected = Found(network, horizon, device, ScalarType.Float64, EngineKind.Tangent, null);
            foreach ((string name, EngineKind engine, AdjointMemory? reverse) in Ways)
            {
                (double Ms, double Error)[] found = [.. OnAndOff.Reverse().Select(tf32 => Price(tf32, network, horizon, engine, reverse, expected))];
                Console.WriteLine($"| {network}, {horizon} | {name} | {found[0].Ms:F1} | {found[1].Ms:F1} | {found[0].Error:0.0E+0} | {found[1].Error:0.0E+0} |");
            }
        }
    }

    private (double Ms, double Error) Price(bool tf32, string network, int horizon, EngineKind engine, AdjointMemory? reverse, double[] expected)
    {
        AcceleratorArithmetic.Choose(tf32);
        try
        {
            double[] found = [];
            void Once() => found = Found(network, horizon, device, ScalarType.Float32, engine, reverse);
            return (Clock.Medians(Rounds, Once)[0] / horizon, Difference(expected, found));
        }
        finally
        {
            AcceleratorArithmetic.Choose(tf32: false);
        }
    }

    private void Determinism()
    {
        foreach ((string network, int horizon) in Agreed)
        {
            foreach ((string name, EngineKind engine, AdjointMemory? reverse) in Ways)
            {
                double[] first = Found(network, horizon, device, ScalarType.Float32, engine, reverse);
                double[] second = Found(network, horizon, device, ScalarType.Float32, engine, reverse);
                string verdict = first.SequenceEqual(second) ? "the same bits" : $"NOT the same bits: differs by {Difference(first, second).ToString("0.0E+0", CultureInfo.InvariantCulture)}";
                Console.WriteLine($"- {network}, {horizon} steps, {name}: {verdict}");
            }
        }
    }

    private void Memory()
    {
        if (IsRehearsal)
        {
            Console.WriteLine("A CPU has no memory of its own to look at.");
            return;
        }

        Console.WriteLine($"- whole card {Words(CudaDriver.MemoryBytes(Ordinal))}, driver's free {Words(CudaDriver.FreeMemoryBytes(Ordinal))}, for runs {Words(CardMemory.Here.FreeBytes(Ordinal))}");
        try
        {
            empty([CudaDriver.MemoryBytes(Ordinal)!.Value + 1], ScalarType.Byte, device).Dispose();
            Console.WriteLine("- NOT refused: a tensor larger than the card");
        }
        catch (ExternalException e)
        {
            Console.WriteLine($"- a tensor larger than the card is {(OutOfMemory.Is(e) ? "recognised" : "NOT recognised")} as want of memory: {e.Message.Split('\n')[0]}");
        }

        Found("mlp", 4, device, ScalarType.Float32, EngineKind.Tangent, null);
        Console.WriteLine("- and the device computes on");
    }

    /// <summary>The hypergradient of a run over random images.</summary>
    private double[] Found(string network, int horizon, Device device, ScalarType type, EngineKind engine, AdjointMemory? reverse)
    {
        using DeviceData data = ReverseBenchmark.Images(network, Batch, device);
        PerKind<Schedule> schedules = new(new([.. Enumerable.Repeat(0.01, Windows)]), Schedule.Constant(0.5), Schedule.Constant(1e-4));
        TrainingSetting setting = ReverseBenchmark.Setting(network, data, Batch, horizon) with { Type = type, Curvature = new(engine), Reverse = reverse };
        HypergradientResult result = HypergradientRun.Execute(setting, schedules, _ => true, default);
        return result.Hypergradient.IsDefaultOrEmpty ? [double.NaN] : [.. result.Hypergradient];
    }

    private static double Difference(double[] expected, double[] found) =>
        expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);

    private static string OnOff(bool on) => on ? "on" : "off";

    private static string Words(long? bytes) => bytes is { } known ? MemoryAmount.Words(known) : "unknown";
}
