using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Runtime;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Benchmarks;

/// <summary>The digits that LeNet is trained on in benchmarks: MNIST, or drawn ones where there is no folder of it.</summary>
internal sealed class Digits : IDisposable
{
    private Digits(string name, DeviceData data) => (Name, Data) = (name, data);

    public string Name { get; }

    public DeviceData Data { get; }

    /// <summary>Loads them for runs with so many threads, and says on which machine that is.</summary>
    public static Digits Load(string? folder, int threads)
    {
        TorchRuntime.UseThreads(threads);
        Console.WriteLine(Machine.Describe(threads));
        return folder is null ? new("glyphs", new(DatasetLoader.Load("glyphs", null, null), CPU)) : new("MNIST", new(DatasetLoader.Load("mnist", null, folder), CPU));
    }

    /// <summary>LeNet on these, Kaiming weights, a tenth held out, gradients clamped to ±3 and Hessian products to ±1.</summary>
    public TrainingSetting LeNet(int batchSize, int horizon) => new()
    {
        Network = NetworkFactory.Create("lenet", 1, 28, 28, 10),
        Data = Data,
        BatchSize = batchSize,
        Horizon = Horizon.OfSteps(horizon),
        ValidationFraction = 0.1,
        WeightScheme = WeightScheme.Kaiming,
        GradientClamp = 3,
        HessianProductClamp = 1,
    };

    public void Dispose() => Data.Dispose();
}
