using Fds.Core.Schedules;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>Keeps the training gradient of a step, g_t, until the gradient of the validation loss after the step can be compared with it.</summary>
/// <param name="values">Says which hyperparameters a step uses.</param>
/// <param name="kept">Where the gradient is kept, shape [P]; the caller's.</param>
internal sealed class GradientMemory(ICoefficientSource values, Tensor kept) : ICoefficientSource
{
    /// <inheritdoc/>
    public PerKind<double> At(int step, Tensor gradient, InnerState state)
    {
        kept.copy_(gradient);
        return values.At(step, gradient, state);
    }

    /// <summary>The product of a gradient, shape [P], with that of the last step.</summary>
    public double ProductWith(Tensor gradient) => GradientProduct.Of(kept, gradient);
}
