using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>Layers one after another. What lies between two of them on the way back is freed as soon as it has been read.</summary>
internal sealed class ChainTrace : ILayerTrace
{
    private readonly List<ILayerTrace> traces = [];

    public ChainTrace(IEnumerable<ILayer> layers, Activation input, TracePass pass)
    {
        Output = input;
        foreach (ILayer layer in layers)
        {
            ILayerTrace trace = layer.Trace(Output, pass);
            traces.Add(trace);
            Output = trace.Output;
        }
    }

    public Activation Output { get; }

    public long ElementsPerColumn => traces.Sum(trace => trace.ElementsPerColumn);

    public Tensor? Backward(Tensor gradient)
    {
        Tensor? current = gradient;
        for (int i = traces.Count - 1; i >= 0 && current is not null; i--)
        {
            current = traces[i].Backward(current);
        }

        return current;
    }

    public Tensor? PushForward(Tensor? tangents) => traces.Aggregate(tangents, (current, trace) => trace.PushForward(current));

    public Tensor? PullBack(Tensor tangents)
    {
        Tensor? current = tangents;
        for (int i = traces.Count - 1; i >= 0 && current is not null; i--)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor? next = traces[i].PullBack(current)?.MoveToOuterDisposeScope();
            if (!ReferenceEquals(current, tangents) && !ReferenceEquals(current, next))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }
}
