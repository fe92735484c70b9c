using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Adjoints;

/// <summary>∂L_val/∂α_t, ∂L_val/∂β_t and ∂L_val/∂ξ_t of every inner step, kept where the run is and read once. It owns its tensor.</summary>
internal sealed class StepSums : IDisposable
{
    /// <summary>All 0.</summary>
    public StepSums(int horizon, Device device) => Values = zeros([horizon, PerKind.Kinds.Length], ScalarType.Float64, device).DetachFromDisposeScope();

    /// <summary>Shape [T, 3], float64.</summary>
    public Tensor Values { get; }

    /// <summary>Stores a·b for a kind at an inner step.</summary>
    public void Store(int step, HyperparameterKind kind, Tensor a, Tensor b)
    {
        using DisposeScope scope = NewDisposeScope();
        Values.narrow(0, step, 1).narrow(1, (int)kind, 1).copy_(Hypergradient.Product(a, b));
    }

    /// <summary>The values of a kind, one per inner step.</summary>
    public double[] Of(HyperparameterKind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        return Values.select(1, (int)kind).cpu().contiguous().data<double>().ToArray();
    }

    public void Dispose() => Values.Dispose();
}
