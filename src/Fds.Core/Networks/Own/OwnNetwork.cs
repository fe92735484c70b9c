using System.Runtime.InteropServices;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Own;

/// <summary>Makes networks of users' modules.</summary>
internal static class OwnNetwork
{
    private const int ExampleBatch = 2;

    /// <summary>A module as a network, tried by an evaluation, its gradient and a Hessian product at random inputs.</summary>
    /// <param name="name">The network's name.</param>
    /// <param name="module">The module, on the device and of the type of the run.</param>
    /// <param name="draw">Draws first weights, shape [P], in the caller's dispose scope, from a seed; null: they are those that the module came with.</param>
    /// <param name="trial">What it has to do.</param>
    /// <exception cref="FdsException">It cannot be trained or differentiated twice on such inputs. The message says why.</exception>
    public static Network Of(string name, OwnModule module, Func<long, Tensor>? draw, OwnTrial trial)
    {
        OwnLayer layer = new(module);
        Network network = new(name, [layer])
        {
            Loss = trial.Loss,
            OwnLoss = trial.ByOwnLoss ? (output, target) => Require(module.Loss(output, target)) : null,
            DrawsOwnWeights = draw is not null,
            OwnWeights = draw ?? (_ => layer.Stored.clone()),
        };
        if (network.Layout.Count is 0 or > int.MaxValue)
        {
            throw new FdsException(network.Layout.Count == 0 ? "the module has no parameters, so there is nothing to train" : $"the module has {network.Layout.Count} weights: at most {int.MaxValue} are possible");
        }

        Try(network, module, layer, trial);
        return network;
    }

    private static void Try(Network network, OwnModule module, OwnLayer layer, OwnTrial trial)
    {
        (ExampleForm form, _, ScalarType type, Device device, _) = trial;
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = CpuGenerator.Of(0);
        long[] input = [ExampleBatch, .. form.Input];
        Tensor images = form.Vocabulary is { } tokens
            ? randint(0, tokens, input, ScalarType.Int64, CPU, generator: generator).to(device)
            : randn(input, ScalarType.Float64, CPU, generator: generator).to(type, device);
        Tensor labels = form.Classes is null ? zeros([ExampleBatch, form.Targets], type, device) : zeros(form.Targets == 1 ? [ExampleBatch] : [ExampleBatch, form.Targets], ScalarType.Int64, device);
        Tensor weights = layer.Stored;
        string shape = $"{(form.Vocabulary is null ? "" : "int64 tokens of ")}shape [{string.Join(", ", input)}]";
        Tensor output = Attempt(() => network.Forward(weights, images, noise: 0), error => $"the model cannot be evaluated on inputs of {shape} ({error})");
        if (!output.is_floating_point() || !network.Loss.Fits(output, labels, form.Outputs))
        {
            throw new FdsException($"on inputs of {shape} the model returns {output.dtype} of shape [{string.Join(", ", output.shape)}]; expected {network.Loss.Expectation(labels, form.Outputs)}");
        }

        if (!output.isfinite().all().item<bool>())
        {
            throw new FdsException($"the model's output at {module.FirstWeights} is not finite");
        }

        if (network.OwnLoss is { } own)
        {
            // Whether something draws is seen on a processor alone.
            if (device.type != DeviceType.CUDA && OwnNoise.Draws(device, () => own(output, labels)))
            {
                throw new FdsException("the model's own loss draws random numbers, which no run could repeat; let forward draw them");
            }
        }

        layer.SeeWhetherItDraws(device, () => network.Forward(weights, images, noise: 0));
        SecondBackwardEngine engine = new(network, noise: () => 0);
        Attempt(() => engine.Evaluate(weights, images, labels, zeros([0, network.Layout.Count], type, device)), error => $"the model's loss has no gradient ({error})");
        Attempt(() => engine.Evaluate(weights, images, labels, ones([1, network.Layout.Count], type, device)), WhyNotTwice);
    }

    private static Tensor Require(Tensor loss) => loss.NumberOfElements == 1 && loss.is_floating_point()
        ? loss
        : throw new FdsException($"the model's own loss is {loss.dtype} of shape [{string.Join(", ", loss.shape)}]; expected one floating-point number");

    private static string WhyNotTwice(string error) => error.Contains("scaled_dot_product", StringComparison.Ordinal) || error.Contains("flash_attention", StringComparison.Ordinal)
        ? "the model uses scaled_dot_product_attention, which cannot be differentiated twice; write the attention out (softmax of q kᵀ / √d, times v)"
        : $"the model cannot be differentiated twice, which hypergradients need ({error})";

    private static T Attempt<T>(Func<T> evaluation, Func<string, string> complaint)
    {
        try
        {
            return evaluation();
        }
        catch (ExternalException e) when (!OutOfMemory.Is(e))
        {
            throw new FdsException(complaint(Gist(e.Message)), e);
        }
    }

    /// <summary>The line that names the fault, in a message that shows the script and libtorch's own calls around it.</summary>
    internal static string Gist(string message)
    {
        string[] lines = [.. message.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string line = lines.FirstOrDefault(line => line.StartsWith("RuntimeError:", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "no reason given";
        return line.Replace("RuntimeError:", "", StringComparison.Ordinal).Trim();
    }
}
