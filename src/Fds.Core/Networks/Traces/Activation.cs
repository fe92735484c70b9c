using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>What a layer is given at a mini-batch.</summary>
/// <param name="Value">Shape [B, ...].</param>
/// <param name="IsData">Whether it does not depend on the weights, so that it has neither tangents nor a gradient.</param>
internal readonly record struct Activation(Tensor Value, bool IsData);
