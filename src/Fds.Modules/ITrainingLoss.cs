namespace Fds.Modules;

/// <summary>
/// A network that says itself what its training makes small, for studies with <c>model.loss: own</c>. It is judged by the loss of the study's data
/// all the same: cross-entropy of classes, or the mean squared error.
/// </summary>
/// <typeparam name="TTensor">TorchSharp's <c>torch.Tensor</c>, which this package does not depend on.</typeparam>
public interface ITrainingLoss<TTensor>
{
    /// <summary>The loss of a mini-batch, a scalar that can be differentiated twice.</summary>
    /// <param name="output">What the network returned.</param>
    /// <param name="target">Classes, int64, shape [B] or [B, T], or real numbers, shape [B, D].</param>
    TTensor Loss(TTensor output, TTensor target);
}
