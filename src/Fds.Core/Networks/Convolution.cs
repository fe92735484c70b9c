using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>A convolution over [B, in, H, W] with a square kernel.</summary>
internal sealed class Convolution(int inputs, int outputs, int kernel, int stride = 1, int padding = 0, bool bias = false) : ILayer
{
    private readonly long[] strides = [stride, stride];
    private readonly long[] paddings = [padding, padding];

    public IEnumerable<ParameterShape> Parameters
    {
        get
        {
            long fanIn = (long)inputs * kernel * kernel;
            yield return new("Conv2d.weight", ParameterRole.Weight, [outputs, inputs, kernel, kernel], fanIn);
            if (bias)
            {
                yield return new("Conv2d.bias", ParameterRole.Bias, [outputs], fanIn);
            }
        }
    }

    public Tensor Apply(Tensor input, ForwardPass pass)
    {
        Tensor weight = pass.Next();
        return Product(input, weight, bias ? pass.Next() : null);
    }

    public ILayerTrace Trace(Activation input, TracePass pass) => stride == 1 && padding == 0 && !input.IsData
        ? new UnpaddedConvolutionTrace(input, pass, bias)
        : new ConvolutionTrace(this, input, pass, bias);

    /// <summary>x∗w + b: input [N, C, H, W], weight [O, C, kernel, kernel], bias [O] or null, to [N, O, H, W].</summary>
    public Tensor Product(Tensor input, Tensor weight, Tensor? bias) => nn.functional.conv2d(input, weight, bias, strides, paddings);

    /// <summary>Its transpose with respect to the input: gradient [N, O, H, W] to [N, C, H, W] of an input of the given shape.</summary>
    public Tensor Transposed(Tensor gradient, Tensor weight, ReadOnlySpan<long> input)
    {
        if (stride == 1 && 2 * padding == kernel - 1)
        {
            // The same sums as the convolution with the kernel turned round, which for these paddings libtorch computes faster.
            return nn.functional.conv2d(gradient, weight.flip(2, 3).transpose(0, 1), null, strides, paddings);
        }

        long[] missing = [Missing(input[2], gradient.shape[2]), Missing(input[3], gradient.shape[3])];
        return nn.functional.conv_transpose2d(gradient, weight, null, strides, paddings, missing);
    }

    /// <summary>Rows or columns at the far end that the kernel, moving by its stride, never reached.</summary>
    private long Missing(long input, long output) => input + (2 * padding) - kernel - ((output - 1) * stride);
}
