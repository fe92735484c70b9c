using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The rules of a residual block: a main path, and a shortcut that is the input itself or a projection of the activated input.</summary>
/// <param name="activation">What comes first: normalisation, and the rectifier where there is one. Both paths read it where there is a projection.</param>
/// <param name="path">The rest of the main path, in order.</param>
/// <param name="projection">The shortcut's convolution; null where the shortcut is the block's input.</param>
/// <param name="shortcut">What the shortcut adds.</param>
internal sealed class PreActivationTrace(ChainTrace activation, ChainTrace path, ILayerTrace? projection, Tensor shortcut) : ILayerTrace
{
    public Activation Output { get; } = new(shortcut.Plus(path.Output.Value), IsData: false);

    public long ElementsPerColumn => activation.ElementsPerColumn + path.ElementsPerColumn + (projection?.ElementsPerColumn ?? 0);

    public Tensor Backward(Tensor gradient)
    {
        Tensor activated = path.Backward(gradient)!;
        if (projection is not null)
        {
            activated = activated.Plus(projection.Backward(gradient)!);
        }

        Tensor input = activation.Backward(activated)!;
        return projection is null ? input.Plus(gradient) : input;
    }

    Tensor? ILayerTrace.Backward(Tensor gradient) => Backward(gradient);

    public Tensor PushForward(Tensor? tangents)
    {
        Tensor activated = activation.PushForward(tangents)!;
        Tensor output = path.PushForward(activated)!;
        return output.Increase(projection is null ? tangents! : projection.PushForward(activated)!);
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor PullBack(Tensor tangents)
    {
        Tensor activated = path.PullBack(tangents)!;
        if (projection is not null)
        {
            activated.Increase(projection.PullBack(tangents)!);
        }

        Tensor input = activation.PullBack(activated)!;
        return projection is null ? input.Increase(tangents) : input;
    }

    Tensor? ILayerTrace.PullBack(Tensor tangents) => PullBack(tangents);
}
