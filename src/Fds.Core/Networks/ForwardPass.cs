using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>One walk through a network: hands each layer its parameters, cut from the flat weights as views, and normalises.</summary>
/// <param name="layout">Where each parameter lies.</param>
/// <param name="weights">θ, shape [P].</param>
/// <param name="statistics">Running statistics; null: those of the batch.</param>
/// <param name="training">Whether statistics are those of the batch.</param>
/// <param name="noise">Seed of what layers draw while training; null: they draw nothing.</param>
internal sealed class ForwardPass(ParameterLayout layout, Tensor weights, NormalisationStatistics? statistics, bool training, long? noise)
{
    /// <summary>ε of normalisations, added to the variance.</summary>
    public const double Epsilon = 1e-5;

    private const double StatisticsMomentum = 0.1;
    private int next;
    private int nextNormalisation;

    /// <summary>Running statistics; null: those of the batch.</summary>
    public NormalisationStatistics? Statistics => statistics;

    /// <summary>Whether statistics are those of the batch.</summary>
    public bool Training => training;

    /// <summary>Seed of what layers draw while training; null: they draw nothing.</summary>
    public long? Noise => noise;

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
