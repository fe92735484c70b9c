using System.Collections.Immutable;
using Fds.Core.Losses;
using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>
/// A network as a function of flat weights θ, shape [P], and inputs, e.g. images, shape [B, C, H, W], with the loss that trains it. It holds no
/// values. A gpt is given tokens, int64 of shape [B, T], and has a row of logits for each token, [B·T, vocabulary].
/// </summary>
public sealed class Network
{
    private readonly ImmutableArray<ILayer> layers;

    /// <summary>
    /// On a processor, images have the channels of one pixel beside one another in memory, and so have all later values: convolutions of many
    /// channels, and operations by channel, are then faster. Convolutions of few channels, like LeNet's, are slower.
    /// </summary>
    private readonly bool channelsLast;

    internal Network(string name, IEnumerable<ILayer> layers, bool channelsLast = false)
    {
        Name = name;
        this.layers = [.. layers];
        this.channelsLast = channelsLast;
        Layout = new ParameterLayout(this.layers.SelectMany(layer => layer.Parameters));
    }

    /// <summary>The name it was made from, e.g. <c>wrn-16-1</c>.</summary>
    public string Name { get; }

    /// <summary>What its outputs are compared with targets by: what it is judged by, and trained by unless it has a loss of its own.</summary>
    public Loss Loss { get; init; } = Loss.CrossEntropy;

    /// <summary>The training loss of a user's own network, from outputs and targets to a scalar; null: <see cref="Loss"/>.</summary>
    internal Func<Tensor, Tensor, Tensor>? OwnLoss { get; init; }

    /// <summary>What training makes small, a scalar that can be differentiated.</summary>
    /// <param name="outputs">What the network says.</param>
    /// <param name="targets">What it should have said.</param>
    internal Tensor TrainingLoss(Tensor outputs, Tensor targets) => OwnLoss?.Invoke(outputs, targets) ?? Loss.Mean(outputs, targets);

    /// <summary>Where each parameter lies in the flat weights.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Whether every layer has rules by which tangents go through it; else Hessian products go through autograd.</summary>
    internal bool HasTangentRules => layers.All(layer => layer.HasTangentRules);

    /// <summary>What a user's own network keeps from batch to batch while training from scratch, by name, as before the first batch.</summary>
    internal IEnumerable<KeyValuePair<string, Tensor>> Buffers => layers.SelectMany(layer => layer.Buffers);

    /// <summary>The tensors that gradients are those of, in the order of the flat weights, where a user's own network has its own; none: the flat weights.</summary>
    internal ImmutableArray<Tensor> Leaves => [.. layers.SelectMany(layer => layer.Leaves)];

    /// <summary>The weights that come with it, shape [P], in the caller's dispose scope; null: they are drawn.</summary>
    /// <remarks>Where it has a method of its own that draws them, that is seeded.</remarks>
    internal Func<long, Tensor>? OwnWeights { get; init; }

    /// <summary>Whether <see cref="OwnWeights"/> are drawn, by a method or a constructor of its own, and not the same ones for every run.</summary>
    public bool DrawsOwnWeights { get; init; }

    /// <summary>Whether it is to be given one column at a time: with channels last, those of several cannot lie in memory as every product needs them.</summary>
    internal bool TakesColumnsSingly(Tensor images) => channelsLast && images.device.type == DeviceType.CPU;

    /// <summary>Outputs, e.g. logits, shape [B, classes], normalising with the batch's own statistics.</summary>
    /// <param name="weights">θ, shape [P].</param>
    /// <param name="images">Inputs, e.g. images, shape [B, C, H, W].</param>
    /// <param name="twice">Whether its gradient may be differentiated: libtorch is slow at that where channels come last.</param>
    /// <param name="noise">Seed of what a user's own network draws while training; null: it draws nothing.</param>
    public Tensor Forward(Tensor weights, Tensor images, bool twice = false, long? noise = null) =>
        Walk(twice ? images : Arranged(images), new ForwardPass(Layout, weights, null, training: true, noise));

    /// <summary>
    /// Outputs, e.g. logits, shape [B, classes]. While <paramref name="training"/>, normalisation uses the batch's statistics and updates the
    /// running ones; otherwise it uses the running ones.
    /// </summary>
    /// <param name="weights">θ, shape [P].</param>
    /// <param name="images">Inputs, e.g. images, shape [B, C, H, W].</param>
    /// <param name="statistics">The running statistics.</param>
    /// <param name="training">Whether it trains.</param>
    /// <param name="noise">Seed of what a user's own network draws while training; null: it draws nothing.</param>
    public Tensor Forward(Tensor weights, Tensor images, NormalisationStatistics statistics, bool training, long? noise = null) =>
        Walk(Arranged(images), new ForwardPass(Layout, weights, statistics, training, noise));

    /// <summary>The network at one mini-batch, with the rules by which tangents and gradients go through it.</summary>
    internal ChainTrace Trace(Tensor images, TracePass pass) => new(layers, new(Arranged(images), IsData: true), pass);

    private Tensor Arranged(Tensor images) => TakesColumnsSingly(images) ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;

    private Tensor Walk(Tensor images, ForwardPass pass) => layers.Aggregate(images, (input, layer) => layer.Apply(input, pass));
}
