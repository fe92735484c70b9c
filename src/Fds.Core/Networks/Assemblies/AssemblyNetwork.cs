using Fds.Core.Datasets;
using Fds.Core.Losses;
using Fds.Core.Networks.Own;
using Fds.Core.Runtime;
using Fds.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Assemblies;

/// <summary>Networks that users wrote in .NET: class libraries with a <c>torch.nn.Module&lt;Tensor, Tensor&gt;</c>.</summary>
public static class AssemblyNetwork
{
    /// <summary>Loads a file and tries its module: an evaluation, its gradient and a Hessian product at random inputs.</summary>
    /// <param name="reference">The file and the type in it.</param>
    /// <param name="form">What it is given and what it has to say.</param>
    /// <param name="loss">What it is judged by.</param>
    /// <param name="type">Type of the weights.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="byOwnLoss">Whether a loss of its own trains it, and not what it is judged by.</param>
    /// <returns>A network whose outputs have the shape that the loss takes.</returns>
    /// <exception cref="FdsException">The file is no assembly with a module that can be made, trained and differentiated twice on such inputs. The message says why.</exception>
    public static Network Load(ModuleReference reference, ExampleForm form, Loss loss, ScalarType type, Device device, bool byOwnLoss = false)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(form);
        TorchRuntime.EnsureLoads();
        AssemblyFiles files = AssemblyFiles.Read(reference.Path);
        ModuleType made = ModuleType.Of(ModuleLoadContext.AssemblyOf(files), reference.Type);
        ModuleShape shape = new() { Input = form.Input, Vocabulary = form.Vocabulary, Outputs = form.Outputs };
        nn.Module<Tensor, Tensor> Make(long seed) => Converted(OwnNoise.Draw(seed, CPU, () => made.Make(shape)), type, device);
        Tensor Draw(long seed)
        {
            using nn.Module<Tensor, Tensor> drawn = Make(seed);
            return new OwnLayer(new DotNetModule(drawn)).Stored.clone();
        }

        DotNetModule module = new(Make(0));
        if (!module.Parameters.Any())
        {
            throw new FdsException("the module has no parameters, so there is nothing to train; its constructor must end with RegisterComponents()");
        }

        Func<long, Tensor>? draws = Varies(Draw) ? Draw : null;
        FdsException? consequence = null;
        try
        {
            Network network = OwnNetwork.Of($"module {files.Identity}", module, draws, new(form, loss, type, device, byOwnLoss));
            if (module.Replaced() is null)
            {
                return network;
            }
        }
        catch (FdsException e) when (module.Replaced() is not null)
        {
            consequence = e;
        }

        throw new FdsException($"the module replaces its buffer {module.Replaced()} while it is evaluated, so that no checkpoint has it; change the buffer in place, by copy_ for example", consequence);
    }

    /// <summary>What tells a module from others: the first digits of the SHA-256 of its assembly and of those that it takes from its folder.</summary>
    /// <exception cref="FdsException">One of them is absent or is none that can be loaded here.</exception>
    public static string Identity(string path) => AssemblyFiles.Read(path).Identity;

    /// <summary>Whether constructors draw other weights for another seed.</summary>
    /// <exception cref="FdsException">They draw other weights for the same seed, so that no run could be repeated.</exception>
    private static bool Varies(Func<long, Tensor> draw)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = draw(0);
        return first.allclose(draw(0), 0, 0, equal_nan: true)
            ? !first.allclose(draw(1), 0, 0, equal_nan: true)
            : throw new FdsException("the constructor makes other weights every time; let it draw them by torch alone, whose generator has the run's seed");
    }

    /// <summary>TorchSharp replaces the tensors of a module by others, which must not go with the caller's dispose scope.</summary>
    private static nn.Module<Tensor, Tensor> Converted(nn.Module<Tensor, Tensor> module, ScalarType type, Device device)
    {
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
        {
            if (!parameter.is_floating_point())
            {
                throw new FdsException($"the parameter {name} is of type {parameter.dtype}; expected floating-point numbers");
            }
        }

        using DisposeScope scope = NewDisposeScope();
        try
        {
            return module.to(device, type);
        }
        catch (InvalidOperationException e)
        {
            throw new FdsException($"the module cannot be made {type} on {device} ({OwnNetwork.Gist(e.Message)}); TorchSharp cannot convert a module that has one parameter in two places", e);
        }
        finally
        {
            scope.Detach([.. scope.DisposablesView]);
        }
    }
}
