using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>Draws flat initial weights. Biases and shifts are 0 and scales are 1, except that the default scheme draws biases too.</summary>
public static class WeightInitialiser
{
    /// <summary>Fresh weights, shape [P], drawn in float64 on the CPU so that every precision and device starts from the same point.</summary>
    /// <param name="layout">Where each parameter lies.</param>
    /// <param name="scheme">How weights are drawn.</param>
    /// <param name="gain">Scale of the scheme.</param>
    /// <param name="generator">CPU generator; advanced.</param>
    /// <param name="type">Type of the result.</param>
    /// <param name="device">Device of the result.</param>
    public static Tensor Draw(ParameterLayout layout, WeightScheme scheme, double gain, Generator generator, ScalarType type, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = zeros(layout.Count, ScalarType.Float64, CPU);
        for (int i = 0; i < layout.Shapes.Length; i++)
        {
            Fill(layout.View(weights, i), layout.Shapes[i], scheme, gain, generator);
        }

        return weights.to(type, device, copy: true).MoveToOuterDisposeScope();
    }

    private static void Fill(Tensor view, ParameterShape shape, WeightScheme scheme, double gain, Generator generator)
    {
        double fanIn = shape.FanIn;
        double fanOut = shape.Role is ParameterRole.Weight or ParameterRole.Embedding ? (double)shape.Count / shape.Shape[1] : 0;
        gain *= shape.GainFactor;
        switch (shape.Role, scheme)
        {
            case (ParameterRole.NormalisationScale, _):
                view.fill_(1.Kept());
                break;
            case (ParameterRole.Weight or ParameterRole.Embedding, WeightScheme.Xavier):
                view.normal_(0, gain * Math.Sqrt(2 / (fanIn + fanOut)), generator);
                break;
            case (ParameterRole.Weight or ParameterRole.Embedding, WeightScheme.Kaiming):
                view.normal_(0, gain / Math.Sqrt(fanIn), generator);
                break;
            case (ParameterRole.Weight or ParameterRole.Embedding, WeightScheme.Normal):
                view.normal_(0, gain, generator);
                break;
            case (ParameterRole.Weight or ParameterRole.Embedding, WeightScheme.Orthogonal):
                view.copy_(Orthogonal(shape.Shape[0], shape.Count / shape.Shape[0], generator).Scale(gain).view(view.shape));
                break;
            case (ParameterRole.Embedding, WeightScheme.Default):
                view.normal_(0, 1, generator);
                break;
            case (ParameterRole.Weight or ParameterRole.Bias, WeightScheme.Default):
                view.uniform_(-1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn), generator);
                break;
            default:
                break;
        }
    }

    /// <summary>A matrix with orthonormal rows (or columns, where there are more rows), uniform over all such.</summary>
    private static Tensor Orthogonal(long rows, long columns, Generator generator)
    {
        bool tall = rows >= columns;
        Tensor normal = randn([Math.Max(rows, columns), Math.Min(rows, columns)], ScalarType.Float64, CPU, generator: generator);
        (Tensor q, Tensor r) = linalg.qr(normal);
        Tensor oriented = q * r.diag().sign();
        return tall ? oriented : oriented.t();
    }
}
