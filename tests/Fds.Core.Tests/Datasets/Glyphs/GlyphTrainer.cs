using Fds.Core.Datasets;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Fds.Core.Tests.Datasets.Glyphs;

/// <summary>Trains a module with SGD and momentum on a data set and measures it on the test images.</summary>
internal sealed record GlyphTrainer(double LearningRate, double Momentum, long BatchSize, int Epochs, ulong Seed)
{
    /// <summary>Share of the test images that are classified rightly after training, in [0, 1].</summary>
    public double TestAccuracy(ImageDataset dataset, Module<Tensor, Tensor> model)
    {
        using var scope = NewDisposeScope();
        using DeviceImages training = new(dataset.Training, dataset.Normalisation, CPU);
        using DeviceImages test = new(dataset.Test, dataset.Normalisation, CPU);
        using Generator generator = new(Seed, CPU);
        Initialise(model, generator);
        using var optimiser = optim.SGD(model.parameters(), LearningRate, Momentum);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            using var epochScope = NewDisposeScope();
            foreach (Tensor batch in randperm(training.Count, dtype: ScalarType.Int64, generator: generator).split(BatchSize))
            {
                Step(model, optimiser, training, batch);
            }
        }

        using var noGradient = no_grad();
        Tensor all = arange(test.Count, dtype: ScalarType.Int64);
        return model.forward(test.Inputs(all, ScalarType.Float32)).argmax(1).eq(test.Labels).to_type(ScalarType.Float64).mean().item<double>();
    }

    /// <summary>Uniform in ±1/√fan-in, from a generator of its own: the global one is shared with tests on other threads.</summary>
    private static void Initialise(Module<Tensor, Tensor> model, Generator generator)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (Tensor parameter in model.parameters())
        {
            double bound = parameter.dim() > 1 ? 1 / Math.Sqrt(parameter.shape[1..].Aggregate(1L, (a, b) => a * b)) : 0;
            parameter.copy_((rand(parameter.shape, generator: generator) * 2 - 1) * bound);
        }
    }

    private static void Step(Module<Tensor, Tensor> model, optim.Optimizer optimiser, DeviceImages training, Tensor batch)
    {
        using var scope = NewDisposeScope();
        optimiser.zero_grad();
        functional.cross_entropy(model.forward(training.Inputs(batch, ScalarType.Float32)), training.TargetsAt(batch)).backward();
        optimiser.step();
    }
}
