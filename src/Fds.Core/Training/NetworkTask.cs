using Fds.Core.Curvature;
using Fds.Core.Training.Checkpoints;
using Fds.Core.Training.Judgement;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>A network on one split of the training examples.</summary>
internal sealed class NetworkTask : ILearningTask
{
    private readonly TrainingSetting setting;
    private readonly RunSeeds seeds;
    private readonly RunSplit split;
    private readonly EpochBatches batches;
    private EpochBatches? held;

    /// <summary>Draws the split; its tensors are in the caller's dispose scope.</summary>
    public NetworkTask(TrainingSetting setting, RunSeeds seeds)
    {
        this.setting = setting;
        this.seeds = seeds;
        split = RunSplit.Draw(setting, seeds);
        batches = new(setting, split.Training, seeds);
        Engine = setting.Curvature.Create(setting.Network, () => seeds.NoiseAt(batches.Step));
        Judging = setting.Curvature.Create(setting.Network);
    }

    public int Horizon => split.Horizon;

    public ICurvatureEngine Engine { get; }

    public ICurvatureEngine Judging { get; }

    public IBatchSource Training => batches;

    public IBatchSource HeldOut => Held;

    public double CostOfHeldOut => RunCost.OfGradient(Held.BatchSize, setting.BatchSize);

    private EpochBatches Held => held ??= EpochBatches.OfValidation(setting, split.Validation, seeds);

    public CollapseWatch? Watch(bool aboveChanceBefore) => new(setting, split, aboveChanceBefore);

    public double PriorLoss => setting.Data.Prior.On(setting.Data.Training.TargetsAt(split.Validation)).Loss;

    public (Evaluation Evaluation, double Cost) Judge(Tensor weights)
    {
        Evaluation evaluation = Evaluator.Evaluate(setting.Network, weights, setting.Data.Training, split.Validation);
        return (evaluation, RunCost.OfEvaluation(evaluation.Examples, setting.BatchSize));
    }

    public (Tensor Gradient, double Cost) Gradient(Tensor weights) =>
        (Evaluator.Gradient(Judging, weights, setting.Data.Training, split.Validation), RunCost.OfGradient((int)split.Validation.shape[0], setting.BatchSize));

    public IEnumerable<KeyValuePair<string, Tensor>> Capture() => [.. batches.Capture(), .. held?.Capture() ?? []];

    public void Restore(RunSnapshot snapshot)
    {
        batches.Restore(snapshot);
        held?.Restore(snapshot);
    }

    public void Dispose()
    {
        batches.Dispose();
        held?.Dispose();
    }
}
