using Fds.Core.Datasets;
using Fds.Core.Runtime;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>
/// Mini-batches of a training split: every epoch a fresh permutation, an incomplete last batch dropped, images augmented. Owns the
/// permutation of the epoch under way.
/// </summary>
public sealed class EpochBatches : IBatchSource, IDisposable
{
    private readonly TrainingSetting setting;
    private readonly Tensor examples;
    private readonly Generator order;
    private readonly Generator augmentation;
    private readonly int stepsPerEpoch;
    private readonly string name;
    private Tensor? permutation;
    private Tensor? orderOfEpoch;
    private int? epoch;

    /// <summary>Batches over some of the training examples.</summary>
    /// <param name="setting">Data, batch size, augmentation and type.</param>
    /// <param name="examples">Indices of the examples to use, int64 on the CPU; copied.</param>
    /// <param name="seeds">Where order and augmentation are drawn from.</param>
    public EpochBatches(TrainingSetting setting, Tensor examples, RunSeeds seeds)
        : this(setting, examples, seeds.NewOrder(), seeds.NewAugmentation(), "batches")
    {
    }

    private EpochBatches(TrainingSetting setting, Tensor examples, Generator order, Generator augmentation, string name)
    {
        this.setting = setting;
        this.examples = examples.clone().DetachFromDisposeScope();
        this.order = order;
        this.augmentation = augmentation;
        this.name = name;
        stepsPerEpoch = (int)(examples.shape[0] / setting.BatchSize);
    }

    /// <summary>Mini-batches of the examples held out, of the study's batch size or of all of them where they are fewer; never augmented.</summary>
    /// <param name="setting">Data, batch size and type.</param>
    /// <param name="examples">Indices of the examples, int64; copied.</param>
    /// <param name="seeds">Where their order is drawn from.</param>
    internal static EpochBatches OfValidation(TrainingSetting setting, Tensor examples, RunSeeds seeds)
    {
        using Tensor indices = examples.cpu();
        TrainingSetting plain = setting with { BatchSize = (int)Math.Min(setting.BatchSize, examples.shape[0]), Augmentation = AugmentationOptions.None };
        return new(plain, indices, seeds.NewValidationOrder(), seeds.NewAugmentation(), "validation");
    }

    /// <summary>Examples of a mini-batch.</summary>
    internal int BatchSize => setting.BatchSize;

    /// <summary>The inner step whose mini-batch was asked for last.</summary>
    internal int Step { get; private set; }

    /// <inheritdoc/>
    public (Tensor Images, Tensor Labels) Next(int step)
    {
        Step = step;
        using DisposeScope scope = NewDisposeScope();
        int position = step % stepsPerEpoch;
        if (position == 0 || permutation is null)
        {
            permutation = Shuffle(step / stepsPerEpoch);
        }

        Tensor indices = permutation.narrow(0, (long)position * setting.BatchSize, setting.BatchSize);
        DeviceExamples from = setting.Data.Training;
        Tensor batch = from.Inputs(indices, setting.Type, setting.Augmentation, augmentation);
        return (batch.MoveToOuterDisposeScope(), from.TargetsAt(indices, setting.Type).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public BatchMark? MarkAt(int step) =>
        BatchMark.Of(step % stepsPerEpoch == 0 || orderOfEpoch is null ? order.get_state() : orderOfEpoch.alias(), augmentation.get_state());

    /// <inheritdoc/>
    public void ReturnTo(int step, BatchMark? mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        augmentation.set_state(mark.Augmentation);
        if (step % stepsPerEpoch == 0 || epoch != step / stepsPerEpoch)
        {
            order.set_state(mark.Order);
            Forget();
        }
    }

    /// <summary>The epoch's permutation and the generators' states.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Capture() =>
        [new($"{name}.permutation", permutation ?? examples), new($"{name}.order", order.get_state()), new($"{name}.augmentation", augmentation.get_state())];

    /// <inheritdoc/>
    public void Restore(RunSnapshot snapshot)
    {
        Forget();
        permutation = snapshot.Tensors[$"{name}.permutation"].to(setting.Data.Device, copy: true).DetachFromDisposeScope();
        order.set_state(snapshot.Tensors[$"{name}.order"]);
        augmentation.set_state(snapshot.Tensors[$"{name}.augmentation"]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        examples.Dispose();
        order.Dispose();
        augmentation.Dispose();
    }

    private Tensor Shuffle(int number)
    {
        using DisposeScope scope = NewDisposeScope();
        Forget();
        orderOfEpoch = order.get_state().DetachFromDisposeScope();
        Tensor shuffled = examples.index_select(0, randperm(examples.shape[0], ScalarType.Int64, device: CPU, generator: order));
        epoch = number;
        return shuffled.To(setting.Data.Device).DetachFromDisposeScope();
    }

    private void Forget()
    {
        permutation?.Dispose();
        orderOfEpoch?.Dispose();
        permutation = orderOfEpoch = null;
        epoch = null;
    }
}
