using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Networks.Own;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Scripts;

/// <summary>Networks that PyTorch has written: TorchScript files, by <c>torch.jit.script(model).save(path)</c> or <c>torch.jit.trace(model, example).save(path)</c>.</summary>
public static class ScriptNetwork
{
    /// <summary>The method by which a module draws its weights, where it exports one.</summary>
    private const string Reset = "reset_parameters";

    /// <summary>Loads a file and tries it: an evaluation, its gradient and a Hessian product at random inputs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">What it is given and what it has to say.</param>
    /// <param name="loss">What it is judged by.</param>
    /// <param name="type">Type of the weights.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="byOwnLoss">Whether a loss of its own trains it, and not what it is judged by.</param>
    /// <returns>A network whose outputs have the shape that the loss takes.</returns>
    /// <exception cref="FdsException">The file is no TorchScript module, or one that cannot be trained or differentiated twice on such inputs. The message says why.</exception>
    public static Network Load(string path, ExampleForm form, Loss loss, ScalarType type, Device device, bool byOwnLoss = false)
    {
        ScriptInterpreter.BeExact();
        string hash = Identity(path);
        TorchScriptModule module = new(Open(path, type, device));
        using Tensor? drawn = ResetWeights(path, type, device, 0);
        return OwnNetwork.Of($"torchscript {hash}", module, drawn is null ? null : seed => ResetWeights(path, type, device, seed)!, new(form, loss, type, device, byOwnLoss));
    }

    /// <summary>What tells a file from others: the first digits of its SHA-256.</summary>
    /// <exception cref="FdsException">It is absent or too large.</exception>
    public static string Identity(string path)
    {
        using FileStream stream = OwnFile.Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..OwnFile.HashCharacters];
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
            throw new FdsException($"the file is not a TorchScript module that libtorch {TorchRuntime.LibtorchVersion} reads ({OwnNetwork.Gist(e.Message)}); write it by torch.jit.script(model).save(path) or torch.jit.trace(model, example).save(path)", e);
        }
    }

    /// <summary>Converts floating-point numbers: libtorch would make floating-point numbers of indices and masks, too.</summary>
    private static void ToType(jit.ScriptModule module, ScalarType type)
    {
        TorchScriptModule own = new(module);
        ImmutableArray<OwnBuffer> before = own.Buffers();
        module.to(type);
        foreach (OwnBuffer whole in before.Where(buffer => !buffer.Stored.is_floating_point()))
        {
            own.Put(whole, whole.Stored);
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
            OwnNoise.Draw(seed, device, () => module.invoke(Reset));
        }
        catch (ExternalException e) when (e.Message.Contains($"'{Reset}'", StringComparison.Ordinal))
        {
            return null;
        }
        catch (ExternalException e) when (!OutOfMemory.Is(e))
        {
            throw new FdsException($"the module's method {Reset} failed ({OwnNetwork.Gist(e.Message)})", e);
        }

        return new OwnLayer(new TorchScriptModule(module)).Stored.clone().MoveToOuterDisposeScope();
    }
}
