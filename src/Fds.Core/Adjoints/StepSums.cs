using Fds.Core.HyperOptimisation;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Adjoints;

/// <summary>
/// ∂L_val/∂λ_t of every kind λ and inner step, for each group of weights that has a value of its own, kept where the run
/// is and read once. It owns its tensor.
/// </summary>
internal sealed class StepSums : IDisposable
{
    private readonly ParameterGroups? groups;
    private readonly PerKind<(int First, int Count)> places;

    /// <summary>All 0.</summary>
    /// <param name="schedules">They say which kinds have values for each group.</param>
    /// <param name="groups">The groups of weights; null where there are none.</param>
    /// <param name="horizon">T.</param>
    /// <param name="device">Where the run is.</param>
    public StepSums(PerKind<Schedule> schedules, ParameterGroups? groups, int horizon, Device device)
    {
        this.groups = groups;
        int first = 0;
        places = PerKind.Of(schedules.Kinds, kind =>
        {
            (int First, int Count) place = (first, schedules[kind].GroupWindows.Length);
            first += place.Count;
            return place;
        });
        Values = zeros([horizon, first], ScalarType.Float64, device).DetachFromDisposeScope();
    }

    /// <summary>Shape [T, kinds], float64; more columns where kinds have values for each group: kinds in their order, and in each its groups.</summary>
    public Tensor Values { get; }

    /// <summary>Stores a·b for a kind at an inner step, over all weights or over those of each group.</summary>
    /// <param name="step">The step.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="a">Shape [P], or [n·P] where the derivative is a sum of n products.</param>
    /// <param name="b">The same shape.</param>
    /// <param name="weights">P.</param>
    public void Store(int step, HyperparameterKind kind, Tensor a, Tensor b, long weights)
    {
        using DisposeScope scope = NewDisposeScope();
        (int first, int count) = places[kind];
        Tensor found = count == 1
            ? Hypergradient.Product(a, b)
            : groups!.Sums(a.to(ScalarType.Float64) * b.to(ScalarType.Float64), weights);
        Values.narrow(0, step, 1).narrow(1, first, count).copy_(found);
    }

    /// <summary>The values of a kind, one per inner step; where groups have values of their own, the sum over the groups.</summary>
    public double[] Of(HyperparameterKind kind)
    {
        (int _, int count) = places[kind];
        double[] sum = Of(kind, 0);
        for (int group = 1; group < count; group++)
        {
            double[] more = Of(kind, group);
            for (int step = 0; step < sum.Length; step++)
            {
                sum[step] += more[step];
            }
        }

        return sum;
    }

    /// <summary>The values of a kind in a group, one per inner step.</summary>
    public double[] Of(HyperparameterKind kind, int group)
    {
        using DisposeScope scope = NewDisposeScope();
        return Values.select(1, places[kind].First + group).cpu().contiguous().data<double>().ToArray();
    }

    public void Dispose() => Values.Dispose();
}
