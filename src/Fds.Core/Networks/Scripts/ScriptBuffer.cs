using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Scripts;

/// <summary>One buffer of a TorchScript module: whose attribute it is, and its value in the file.</summary>
/// <param name="Name">The whole name, e.g. <c>blocks.0.norm.running_mean</c>.</param>
/// <param name="Owner">The module that has it as an attribute.</param>
/// <param name="Stored">The value in the file, on the device and of the type of the run.</param>
internal sealed record ScriptBuffer(string Name, jit.ScriptModule Owner, Tensor Stored)
{
    /// <summary>The attribute's name.</summary>
    public string Attribute { get; } = Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Puts a value in its place, which the module may change.</summary>
    public void Set(Tensor value) => Owner.set_attribute(Attribute, value);
}
