using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Datasets.Arrays;

/// <summary>Arrays on a device, in the types that they were read in.</summary>
internal sealed class DeviceArrays : DeviceExamples
{
    private const int LargestByte = 255;
    private readonly Tensor inputs;
    private readonly Tensor targets;

    public DeviceArrays(LabelledArrays arrays, Device device)
    {
        Count = arrays.Inputs.Count;
        ExampleLength = Math.Max(1, arrays.Inputs.Width);
        Bytes = arrays.Inputs.Bytes + arrays.Targets.Bytes;
        inputs = arrays.Inputs.On(device).DetachFromDisposeScope();
        targets = arrays.Targets.On(device).DetachFromDisposeScope();
        CardMemory.Here.Hold(device, Bytes);
    }

    public override long ExampleLength { get; }

    public override long Bytes { get; }

    /// <inheritdoc/>
    public override Tensor Inputs(Tensor indices, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor batch = inputs.index_select(0, indices);
        return (batch.dtype switch
        {
            ScalarType.Int64 => batch,
            ScalarType.Byte => batch.to_type(type).Divide(LargestByte),
            _ => batch.to_type(type),
        }).MoveToOuterDisposeScope();
    }

    public override Tensor TargetsAt(Tensor indices, ScalarType type = ScalarType.Float64)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor batch = targets.index_select(0, indices);
        return (batch.dtype == ScalarType.Int64 ? batch : batch.to_type(type)).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (!inputs.IsInvalid)
        {
            CardMemory.Here.Hold(inputs.device, -Bytes);
        }

        inputs.Dispose();
        targets.Dispose();
    }
}
