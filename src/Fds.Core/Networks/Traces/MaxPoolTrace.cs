using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The rule of max-pooling over windows that do not overlap: each output is one input, so tangents are gathered and gradients scattered.</summary>
/// <remarks>
/// The largest values are found by comparing whole tensors, one place of the windows after another: libtorch's own pooling looks at one value at
/// a time, which on a processor takes two to three times as long. First along the columns and then along the rows, so that of equal values the first in
/// reading order is chosen, as libtorch does.
/// </remarks>
internal sealed class MaxPoolTrace : ILayerTrace
{
    private readonly Activation input;
    private readonly int size;
    private readonly Tensor chosen;

    public MaxPoolTrace(Activation input, int size)
    {
        this.input = input;
        this.size = size;
        Tensor ofRows = Largest(input.Value, 3, out Tensor[] isLarger);
        Tensor columns = Last(isLarger);
        Tensor output = Largest(ofRows, 2, out isLarger);
        Output = input with { Value = output };
        chosen = Places(Last(isLarger), Along(Split(columns, 2), isLarger));
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor? Backward(Tensor gradient) =>
        input.IsData ? null : zeros_like(input.Value).flatten(2).scatter_(2, chosen, gradient.flatten(2)).view(input.Value.shape);

    public Tensor? PushForward(Tensor? tangents)
    {
        if (tangents is null)
        {
            return null;
        }

        long columns = tangents.shape[1];
        return tangents.flatten(3).gather(3, ForColumns(columns)).view(WithColumns(Output.Value, columns));
    }

    public Tensor? PullBack(Tensor tangents)
    {
        if (input.IsData)
        {
            return null;
        }

        long columns = tangents.shape[1];
        Tensor gradient = zeros(WithColumns(input.Value, columns), tangents.dtype, tangents.device);
        gradient.flatten(3).scatter_(3, ForColumns(columns), tangents.flatten(3));
        return gradient;
    }

    private Tensor ForColumns(long columns) => chosen.unsqueeze(1).expand(-1, columns, -1, -1);

    private static long[] WithColumns(Tensor value, long columns) => [value.shape[0], columns, .. value.shape[1..]];

    /// <summary>Every place of the windows along one dimension; what is left over at the end is in none.</summary>
    private Tensor[] Split(Tensor values, int dimension)
    {
        long end = values.shape[dimension] / size * size;
        return [.. Enumerable.Range(0, size).Select(place => values.slice(dimension, place, end, size))];
    }

    /// <summary>The largest value along one dimension of the windows, and for every place after the first whether it is larger than all before it.</summary>
    private Tensor Largest(Tensor values, int dimension, out Tensor[] isLarger)
    {
        Tensor[] places = Split(values, dimension);
        Tensor largest = places[0];
        isLarger = new Tensor[size - 1];
        for (int place = 1; place < size; place++)
        {
            isLarger[place - 1] = largest.lt(places[place]).to(ScalarType.Byte);
            largest = maximum(largest, places[place]);
        }

        return largest;
    }

    /// <summary>The place of the largest value, from 0: the last that is larger than all before it. A byte.</summary>
    private static Tensor Last(Tensor[] isLarger) => isLarger.Skip(1).Select((mask, index) => mask.mul((index + 2).Kept())).Aggregate(isLarger[0], maximum);

    /// <summary>Of the values at each place, bytes, the one at the last place that is larger than all before it. Differences of bytes go round, as their sums do.</summary>
    private static Tensor Along(Tensor[] values, Tensor[] isLarger)
    {
        Tensor chosen = values[0];
        for (int place = 1; place < values.Length; place++)
        {
            using Tensor step = (values[place] - chosen).mul_(isLarger[place - 1]);
            chosen = chosen.Plus(step);
        }

        return chosen;
    }

    /// <summary>Places in the flattened input, [B, C, h·w], from those within windows.</summary>
    private Tensor Places(Tensor row, Tensor column)
    {
        long width = input.Value.shape[3];
        using Tensor rows = arange(row.shape[2].Kept(), ScalarType.Int64, row.device).mul_((size * width).Kept()).unsqueeze(1);
        using Tensor columns = arange(row.shape[3].Kept(), ScalarType.Int64, row.device).mul_(size.Kept());
        return row.to(ScalarType.Int64).mul_(width.Kept()).Increase(column).Increase(rows.Plus(columns)).flatten(2);
    }
}
