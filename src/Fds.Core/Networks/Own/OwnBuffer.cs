using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Own;

/// <summary>One buffer of a user's module: whose attribute it is, and a copy of its value.</summary>
/// <param name="Name">The whole name, e.g. <c>blocks.0.norm.running_mean</c>.</param>
/// <param name="Owner">The module that has it as an attribute.</param>
/// <param name="Stored">A copy of its value when it was asked for, in no dispose scope.</param>
internal sealed record OwnBuffer(string Name, nn.Module Owner, Tensor Stored)
{
    /// <summary>The attribute's name.</summary>
    public string Attribute { get; } = Name[(Name.LastIndexOf('.') + 1)..];
}
