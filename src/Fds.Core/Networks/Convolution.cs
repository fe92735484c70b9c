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
        return nn.functional.conv2d(input, weight, bias ? pass.Next() : null, strides, paddings);
    }
}
