using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Runtime;
using Fds.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>A network on all training examples, judged on the test set. Normalisation keeps running statistics, which the test uses.</summary>
internal sealed class RetrainingTask : IRunTask
{
    private readonly TrainingSetting setting;
    private readonly NormalisationStatistics statistics;
    private readonly EpochBatches batches;

    public RetrainingTask(TrainingSetting setting, RunSeeds seeds)
    {
        this.setting = setting;
        int examples = setting.Data.Training.Count;
        Horizon = setting.Horizon.StepsOver(examples, setting.BatchSize);
        statistics = new(setting.Network, setting.Type, setting.Data.Device);
        batches = new(setting, arange(examples.Kept(), ScalarType.Int64, CPU), seeds);
        Engine = new SecondBackwardEngine(setting.Network, statistics, () => seeds.NoiseAt(batches.Step));
    }

    public int Horizon { get; }

    public ICurvatureEngine Engine { get; }

    public IBatchSource Training => batches;

    public double PriorLoss => setting.Data.Prior.On(setting.Data.Test.TargetsAt(arange(setting.Data.Test.Count.Kept(), ScalarType.Int64, setting.Data.Device))).Loss;

    public (Evaluation Evaluation, double Cost) Judge(Tensor weights)
    {
        Evaluation evaluation = Evaluator.Evaluate(setting.Network, weights, setting.Data.Test, indices: null, statistics);
        return (evaluation, RunCost.OfEvaluation(evaluation.Examples, setting.BatchSize));
    }

    public IEnumerable<KeyValuePair<string, Tensor>> Capture() => [.. batches.Capture(), .. statistics.Capture()];

    public void Restore(RunSnapshot snapshot)
    {
        batches.Restore(snapshot);
        statistics.Restore(snapshot.Tensors);
    }

    public void Dispose()
    {
        batches.Dispose();
        statistics.Dispose();
    }
}
