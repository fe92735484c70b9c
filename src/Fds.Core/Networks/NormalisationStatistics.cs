using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>
/// Running mean and variance of every batch normalisation of a network, kept while training from scratch and used on the test set.
/// Owns two vectors per normalisation of a built-in network, and every buffer of a user's own; the passes update them in place.
/// </summary>
public sealed class NormalisationStatistics : IDisposable
{
    private readonly List<(Tensor Mean, Tensor Variance)> layers = [];
    private readonly Dictionary<string, Tensor> buffers = [];

    /// <summary>Statistics as before the first batch: mean 0, variance 1.</summary>
    public NormalisationStatistics(Network network, ScalarType type, Device device)
    {
        foreach ((string name, Tensor initial) in network.Buffers)
        {
            buffers.Add(name, initial.clone().DetachFromDisposeScope());
        }

        foreach (ParameterShape scale in network.Layout.Shapes.Where(shape => shape is { Role: ParameterRole.NormalisationScale, IsWhole: false }))
        {
            layers.Add((zeros(scale.Count, type, device).DetachFromDisposeScope(), ones(scale.Count, type, device).DetachFromDisposeScope()));
        }
    }

    internal (Tensor Mean, Tensor Variance) this[int index] => layers[index];

    /// <summary>A buffer of a user's own network.</summary>
    internal Tensor Buffer(string name) => buffers[name];

    /// <summary>The tensors for a checkpoint: every layer's vectors, by name.</summary>
    internal IEnumerable<KeyValuePair<string, Tensor>> Capture() =>
    [
        .. layers.SelectMany((layer, index) => new KeyValuePair<string, Tensor>[] { new(MeanName(index), layer.Mean), new(VarianceName(index), layer.Variance) }),
        .. buffers.Select(buffer => KeyValuePair.Create(BufferName(buffer.Key), buffer.Value)),
    ];

    /// <summary>Takes over what a checkpoint holds.</summary>
    internal void Restore(IReadOnlyDictionary<string, Tensor> tensors)
    {
        for (int index = 0; index < layers.Count; index++)
        {
            layers[index].Mean.copy_(tensors[MeanName(index)]);
            layers[index].Variance.copy_(tensors[VarianceName(index)]);
        }

        foreach ((string name, Tensor buffer) in buffers)
        {
            buffer.copy_(tensors[BufferName(name)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((Tensor mean, Tensor variance) in layers)
        {
            mean.Dispose();
            variance.Dispose();
        }

        foreach (Tensor buffer in buffers.Values)
        {
            buffer.Dispose();
        }

        layers.Clear();
        buffers.Clear();
    }

    private static string MeanName(int index) => $"statistics.{index}.mean";

    private static string BufferName(string name) => $"buffer.{name}";

    private static string VarianceName(int index) => $"statistics.{index}.variance";
}
