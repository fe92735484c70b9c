using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Datasets.Text;

/// <summary>The tokens of a text on a device, each once: the targets are the same tokens one position on.</summary>
internal sealed class DeviceText : DeviceExamples
{
    private readonly int block;
    private readonly int vocabulary;
    private readonly Tensor tokens;
    private readonly Tensor inputs;
    private readonly Tensor targets;

    /// <summary>Copies a text to a device: four bytes for every token.</summary>
    /// <param name="text">The tokens; those after the last block and its targets are not used.</param>
    /// <param name="count">How many blocks.</param>
    /// <param name="block">T.</param>
    /// <param name="vocabulary">V.</param>
    /// <param name="device">The device.</param>
    public DeviceText(int[] text, int count, int block, int vocabulary, Device device)
    {
        Count = count;
        this.block = block;
        this.vocabulary = vocabulary;
        long used = (long)count * block;
        using DisposeScope scope = NewDisposeScope();
        tokens = scope.Detach(tensor(text, [text.Length], dtype: ScalarType.Int32, device: CPU).to(device, copy: true));
        inputs = scope.Detach(tokens.narrow(0, 0, used).view(count, block));
        targets = scope.Detach(tokens.narrow(0, count == 0 ? 0 : 1, used).view(count, block));
        CardMemory.Here.Hold(device, Bytes);
    }

    public override long ExampleLength => block;

    public override long Bytes => tokens.NumberOfElements * sizeof(int);

    /// <summary>Logits of every position, or the attention of every position to every other.</summary>
    internal override long Footprint => (long)block * Math.Max(block, vocabulary);

    public override Tensor Inputs(Tensor indices, ScalarType type) => Tokens(inputs, indices);

    public override Tensor TargetsAt(Tensor indices, ScalarType type = ScalarType.Float64) => Tokens(targets, indices);

    protected override void Dispose(bool disposing)
    {
        if (!tokens.IsInvalid)
        {
            CardMemory.Here.Hold(tokens.device, -Bytes);
        }

        inputs.Dispose();
        targets.Dispose();
        tokens.Dispose();
    }

    private static Tensor Tokens(Tensor from, Tensor indices)
    {
        using Tensor batch = from.index_select(0, indices);
        return batch.to_type(ScalarType.Int64);
    }
}
