using System.Collections.Immutable;
using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Tangents;

/// <summary>
/// The rows of the tangent that one inner step updates. Where they are the first rows, the blocks are views and updates land in
/// place; where pruning leaves gaps, they are copies that <see cref="Store"/> writes back.
/// </summary>
public sealed class TangentSelection
{
    private readonly TangentState state;
    private readonly Tensor? index;

    /// <summary>Selects rows, in rising order.</summary>
    /// <param name="state">The whole tangent.</param>
    /// <param name="rows">Rows to select.</param>
    public TangentSelection(TangentState state, IReadOnlyList<int> rows)
    {
        this.state = state;
        if (rows.Count == 0 || rows[^1] == rows.Count - 1)
        {
            WeightTangents = state.WeightTangents.narrow(0, 0, rows.Count);
            MomentTangents = [.. state.MomentTangents.Select(tangents => tangents.narrow(0, 0, rows.Count))];
            return;
        }

        using Tensor host = tensor(rows.Select(row => (long)row).ToArray(), device: CPU);
        index = host.To(state.WeightTangents.device);
        WeightTangents = state.WeightTangents.index_select(0, index);
        MomentTangents = [.. state.MomentTangents.Select(tangents => tangents.index_select(0, index))];
    }

    /// <summary>Z of the selected rows, shape [k, P].</summary>
    public Tensor WeightTangents { get; }

    /// <summary>C of each moment, of the selected rows, shape [k, P].</summary>
    public ImmutableArray<Tensor> MomentTangents { get; }

    /// <summary>C of v, the first of <see cref="MomentTangents"/>.</summary>
    public Tensor VelocityTangents => MomentTangents[0];

    /// <summary>Makes updates of the selection updates of the state.</summary>
    public void Store()
    {
        if (index is not null)
        {
            state.WeightTangents.index_copy_(0, index, WeightTangents);
            for (int i = 0; i < MomentTangents.Length; i++)
            {
                state.MomentTangents[i].index_copy_(0, index, MomentTangents[i]);
            }
        }
    }
}
