using static TorchSharp.torch;

namespace Fds.Core.Curvature;

/// <summary>What an engine found for one mini-batch.</summary>
/// <param name="Loss">L: the mean loss, a scalar tensor on the device (reading it synchronises).</param>
/// <param name="Gradient">∇L, shape [P].</param>
/// <param name="Products">H·z for every direction, shape [k, P].</param>
public sealed record CurvatureEvaluation(Tensor Loss, Tensor Gradient, Tensor Products);
