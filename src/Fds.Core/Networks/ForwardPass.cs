using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>One walk through a network: hands each layer its parameters, cut from the flat weights as views, and normalises.</summary>
internal sealed class ForwardPass(ParameterLayout layout, Tensor weights, NormalisationStatistics? statistics, bool training)
{
    /// <summary>ε of batch normalisation, added to the variance.</summary>
    public const double Epsilon = 1e-5;

    private const double StatisticsMomentum = 0.1;
    private int next;
    private int nextNormalisation;

    /// <summary>The next parameter, a view of the flat weights.</summary>
    public Tensor Next() => layout.View(weights, next++);

    /// <summary>Batch normalisation over [B, C, H, W] or [B, C] with the next scale and shift.</summary>
    public Tensor Normalise(Tensor input)
    {
        Tensor scale = Next();
        Tensor shift = Next();
        (Tensor? mean, Tensor? variance) = statistics is null ? (null, null) : statistics[nextNormalisation++];
        return nn.functional.batch_norm(input, mean!, variance!, scale, shift, training, StatisticsMomentum, Epsilon);
    }
}
