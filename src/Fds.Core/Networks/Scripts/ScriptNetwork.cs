using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Scripts;

/// <summary>Networks that PyTorch has written: TorchScript files, by <c>torch.jit.script(model).save(path)</c> or <c>torch.jit.trace(model, example).save(path)</c>.</summary>
public static class ScriptNetwork
{
    /// <summary>Bytes of a file at most.</summary>
    public const long MostBytes = 1L << 30;

    /// <summary>The method by which a module draws its weights, where it exports one.</summary>
    private const string Reset = "reset_parameters";

    private const int ExampleBatch = 2;
    private const int HashCharacters = 16;

    /// <summary>Loads a file and tries it: an evaluation, its gradient and a Hessian product at random inputs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">What it is given and what it has to say.</param>
    /// <param name="loss">What trains it.</param>
    /// <param name="type">Type of the weights.</param>
    /// <param name="device">Where it runs.</param>
    /// <returns>A network whose outputs have the shape that the loss takes.</returns>
    /// <exception cref="FdsException">The file is no TorchScript module, or one that cannot be trained or differentiated twice on such inputs. The message says why.</exception>
    public static Network Load(string path, ExampleForm form, Loss loss, ScalarType type, Device device)
    {
        ScriptInterpreter.BeExact();
        string hash = Identity(path);
        ScriptLayer layer = new(Open(path, type, device));
        using Tensor? drawn = ResetWeights(path, type, device, 0);
        Network network = new($"torchscript {hash}", [layer])
        {
            Loss = loss,
            DrawsOwnWeights = drawn is not null,
            OwnWeights = drawn is null ? _ => layer.Stored.clone() : seed => ResetWeights(path, type, device, seed)!,
        };
        if (network.Layout.Count is 0 or > int.MaxValue)
        {
            throw new FdsException(network.Layout.Count == 0 ? "the module has no parameters, so there is nothing to train" : $"the module has {network.Layout.Count} weights: at most {int.MaxValue} are possible");
        }

        Try(network, layer, form, type, device);
        return network;
    }

    /// <summary>What tells a file from others: the first digits of its SHA-256.</summary>
    /// <exception cref="FdsException">It is absent or too large.</exception>
    public static string Identity(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new FdsException($"there is no file {path}");
        }

        if (file.Length > MostBytes)
        {
            throw new FdsException($"the file has {MemoryAmount.Words(file.Length)}; expected at most {MemoryAmount.Words(MostBytes)}");
        }

        using FileStream stream = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..HashCharacters];
    }

    private static jit.ScriptModule Open(string path, ScalarType type, Device device)
    {
        try
        {
            jit.ScriptModule module = jit.load(path, device.type, Math.Max(0, device.index));
            foreach ((string name, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
            {
                if (!parameter.is_floating_point())
                {
                    throw new FdsException($"the parameter {name} is of type {parameter.dtype}; expected floating-point numbers");
                }
            }

            ToType(module, type);
            return module;
        }
        catch (Exception e) when (e is ExternalException or FileNotFoundException && !OutOfMemory.Is(e))
        {
            throw new FdsException($"the file is not a TorchScript module that libtorch {TorchRuntime.LibtorchVersion} reads ({Gist(e.Message)}); write it by torch.jit.script(model).save(path) or torch.jit.trace(model, example).save(path)", e);
        }
    }

    /// <summary>Converts floating-point numbers: libtorch would make floating-point numbers of indices and masks, too.</summary>
    private static void ToType(jit.ScriptModule module, ScalarType type)
    {
        ImmutableArray<ScriptBuffer> before = ScriptBuffer.Of(module);
        module.to(type);
        foreach (ScriptBuffer whole in before.Where(buffer => !buffer.Stored.is_floating_point()))
        {
            whole.Set(whole.Stored);
        }
    }

    /// <summary>What the module's own method draws; null where it exports none. A module of its own is reset, whose parameters nobody has replaced.</summary>
    private static Tensor? ResetWeights(string path, ScalarType type, Device device, long seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using jit.ScriptModule module = Open(path, type, device);
        try
        {
            using IDisposable noGradient = no_grad();
            ScriptInterpreter.Draw(seed, device, () => module.invoke(Reset));
        }
        catch (ExternalException e) when (e.Message.Contains($"'{Reset}'", StringComparison.Ordinal))
        {
            return null;
        }
        catch (ExternalException e) when (!OutOfMemory.Is(e))
        {
            throw new FdsException($"the module's method {Reset} failed ({Gist(e.Message)})", e);
        }

        return new ScriptLayer(module).Stored.clone().MoveToOuterDisposeScope();
    }

    private static void Try(Network network, ScriptLayer layer, ExampleForm form, ScalarType type, Device device)
    {
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
            throw new FdsException("the model's output at the weights in its file is not finite");
        }

        layer.SeeWhetherItDraws(device, () => network.Forward(weights, images, noise: 0));
        SecondBackwardEngine engine = new(network, noise: () => 0);
        Attempt(() => engine.Evaluate(weights, images, labels, zeros([0, network.Layout.Count], type, device)), error => $"the model's loss has no gradient ({error})");
        Attempt(() => engine.Evaluate(weights, images, labels, ones([1, network.Layout.Count], type, device)), WhyNotTwice);
    }

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
    private static string Gist(string message)
    {
        string[] lines = [.. message.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string line = lines.FirstOrDefault(line => line.StartsWith("RuntimeError:", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "no reason given";
        return line.Replace("RuntimeError:", "", StringComparison.Ordinal).Trim();
    }
}
