using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Scripts;

/// <summary>One buffer of a TorchScript module: whose attribute it is, and a copy of its value.</summary>
/// <param name="Name">The whole name, e.g. <c>blocks.0.norm.running_mean</c>.</param>
/// <param name="Owner">The module that has it as an attribute.</param>
/// <param name="Stored">A copy of its value when it was asked for.</param>
internal sealed record ScriptBuffer(string Name, jit.ScriptModule Owner, Tensor Stored)
{
    /// <summary>The attribute's name.</summary>
    public string Attribute { get; } = Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Every buffer of a module. The copies belong to no dispose scope.</summary>
    public static ImmutableArray<ScriptBuffer> Of(jit.ScriptModule module)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, jit.ScriptModule> owners = module.named_modules().ToDictionary(each => each.name, each => (jit.ScriptModule)each.module);
        jit.ScriptModule OwnerOf(string name) => name.LastIndexOf('.') is var dot and >= 0 ? owners[name[..dot]] : module;
        Dictionary<string, Tensor> now = Values(module);
        return [.. module.named_buffers().Select(each => new ScriptBuffer(each.name, OwnerOf(each.name), now[each.name].clone().DetachFromDisposeScope()))];
    }

    /// <summary>The tensors that are a module's attributes now, by name. TorchSharp's <c>named_buffers</c> remembers those of its first call for ever.</summary>
    public static Dictionary<string, Tensor> Values(jit.ScriptModule module) =>
        module.named_attributes().Where(each => each.name is not null).DistinctBy(each => each.name).ToDictionary(each => each.name, each => each.buffer);

    /// <summary>Puts a value in its place, which the module may change.</summary>
    public void Set(Tensor value) => Owner.set_attribute(Attribute, value);
}
