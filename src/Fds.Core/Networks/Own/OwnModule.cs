using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Own;

/// <summary>A module that a user wrote, in PyTorch or in .NET, and how its buffers are reached there.</summary>
/// <param name="module">The module, which nobody else uses from here on.</param>
internal abstract class OwnModule(nn.Module module)
{
    /// <summary>What its first weights are, to be read after "at".</summary>
    public abstract string FirstWeights { get; }

    /// <summary>Its parameters by name.</summary>
    public IEnumerable<(string Name, Parameter Value)> Parameters => module.named_parameters();

    /// <summary>Its output for a batch.</summary>
    /// <exception cref="FdsException">It returns no tensor.</exception>
    public abstract Tensor Evaluate(Tensor input);

    /// <summary>Its own loss of a batch.</summary>
    /// <param name="output">What <see cref="Evaluate"/> returned.</param>
    /// <param name="target">The targets.</param>
    /// <exception cref="FdsException">It has none, or it returns no tensor.</exception>
    public abstract Tensor Loss(Tensor output, Tensor target);

    /// <summary>The tensors that are its buffers now, by name.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> Values();

    /// <summary>Gives a buffer a value. The value stays the caller's, and the module may change its own.</summary>
    public abstract void Put(OwnBuffer buffer, Tensor value);

    /// <summary>Every buffer as it is now.</summary>
    public ImmutableArray<OwnBuffer> Buffers()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, nn.Module> owners = module.named_modules().ToDictionary(each => each.name, each => each.module);
        nn.Module OwnerOf(string name) => name.LastIndexOf('.') is var dot and >= 0 ? owners[name[..dot]] : module;
        IReadOnlyDictionary<string, Tensor> now = Values();
        return [.. module.named_buffers().Select(each => new OwnBuffer(each.name, OwnerOf(each.name), now[each.name].clone().DetachFromDisposeScope()))];
    }

    /// <summary>Puts it and all that it consists of into a mode.</summary>
    public void Train(bool training) => module.train(training);
}
