using Fds.Core.Networks.Traces;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>A layer over flat weights: it owns shapes, never values.</summary>
internal interface ILayer
{
    /// <summary>Its parameters, in the order in which <see cref="Apply"/> takes them.</summary>
    IEnumerable<ParameterShape> Parameters { get; }

    /// <summary>Whether tangents and gradients go through it by rules of its own, so that <see cref="Trace"/> can be called.</summary>
    bool HasTangentRules => true;

    /// <summary>Tensors of its own that <see cref="Apply"/> copies its parameters into, in their order, and that gradients are those of; none: gradients are those of the flat weights.</summary>
    IEnumerable<Tensor> Leaves => [];

    /// <summary>What it keeps from batch to batch while training from scratch, by name, as before the first batch; normalisations of the built-in networks have <see cref="NormalisationStatistics"/>.</summary>
    IEnumerable<KeyValuePair<string, Tensor>> Buffers => [];

    /// <summary>Its output for a batch; takes its parameters from the pass, one after another.</summary>
    Tensor Apply(Tensor input, ForwardPass pass);

    /// <summary>The same at one mini-batch, normalising with its statistics, with the rules by which tangents and gradients go through it.</summary>
    ILayerTrace Trace(Activation input, TracePass pass);
}
