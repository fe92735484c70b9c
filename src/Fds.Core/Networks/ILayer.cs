using Fds.Core.Networks.Traces;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>A layer over flat weights: it owns shapes, never values.</summary>
internal interface ILayer
{
    /// <summary>Its parameters, in the order in which <see cref="Apply"/> takes them.</summary>
    IEnumerable<ParameterShape> Parameters { get; }

    /// <summary>Its output for a batch; takes its parameters from the pass, one after another.</summary>
    Tensor Apply(Tensor input, ForwardPass pass);

    /// <summary>The same at one mini-batch, normalising with its statistics, with the rules by which tangents and gradients go through it.</summary>
    ILayerTrace Trace(Activation input, TracePass pass);
}
