using System.Collections.Immutable;
using Fds.Core.Runtime;
using Fds.Core.Tangents;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>
/// How much the clamps hold back: counted where the tensors are, so that nothing is transferred before a run has ended. Of a run
/// without tangents nothing is counted.
/// </summary>
/// <remarks>Of the gradient there is one count, of Hessian products one for each row of the tangent.</remarks>
public sealed class ClampTally : IDisposable
{
    private const string FreeName = "clamps.free";
    private const string StepsName = "clamps.steps";
    private const int Gradient = 0;
    private const int FirstRow = 1;

    private readonly long parameters;
    private readonly Tensor free;
    private readonly long[] steps;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="columns">K: number of tangent columns.</param>
    /// <param name="parameters">P: number of weights.</param>
    /// <param name="device">Where the tensors to count are.</param>
    internal ClampTally(int columns, long parameters, Device device)
    {
        this.parameters = parameters;
        steps = new long[FirstRow + columns];
        free = zeros(steps.Length, ScalarType.Int64, device).DetachFromDisposeScope();
    }

    /// <summary>Share of the gradient's elements that were held at ±G, of all inner steps, in [0, 1]; null where none was counted.</summary>
    public double? GradientShare => Share(Gradient, Counts());

    /// <summary>
    /// Per requested column, the share of its Hessian products' elements that were held at ±Hmax, of all inner steps that updated it, in
    /// [0, 1]; empty where none was counted.
    /// </summary>
    public ImmutableArray<double> ProductsShares(ColumnLayout columns)
    {
        long[] counts = Counts();
        ImmutableArray<double?> shares = [.. columns.RowOfRequest.Select(row => Share(FirstRow + row, counts))];
        return shares.Any(share => share is null) ? [] : [.. shares.Select(share => share!.Value)];
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    /// <summary>Counts a gradient of which these elements, true in a tensor of shape [P], are within ±G.</summary>
    internal void CountGradient(Tensor within) => Count(Gradient, within);

    /// <summary>Counts the products of some rows before they are clamped.</summary>
    /// <param name="products">M ⊙ (H Z), shape [k, P].</param>
    /// <param name="rows">The k rows that they are of.</param>
    /// <param name="limit">Hmax.</param>
    internal void CountProducts(Tensor products, IReadOnlyList<int> rows, double limit)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            using Tensor row = products[i];
            using Tensor within = row.IsWithin(limit);
            Count(FirstRow + rows[i], within);
        }
    }

    /// <summary>What a checkpoint keeps.</summary>
    internal IEnumerable<KeyValuePair<string, Tensor>> Capture() => [new(FreeName, free), new(StepsName, tensor(steps, device: CPU))];

    /// <summary>Takes over what a checkpoint holds.</summary>
    internal void Restore(RunSnapshot snapshot)
    {
        free.copy_(snapshot.Tensors[FreeName]);
        snapshot.Tensors[StepsName].data<long>().ToArray().CopyTo(steps, 0);
    }

    private void Count(int what, Tensor within)
    {
        using Tensor count = free.narrow(0, what, 1);
        using Tensor sum = within.sum();
        count.Increase(sum);
        steps[what]++;
    }

    private double? Share(int what, long[] counts) => steps[what] == 0 ? null : 1 - ((double)counts[what] / (steps[what] * parameters));

    /// <summary>All counts in one transfer.</summary>
    private long[] Counts()
    {
        using Tensor host = free.cpu();
        return host.data<long>().ToArray();
    }
}
