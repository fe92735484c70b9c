using Fds.Core.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>How one run divides the training set.</summary>
/// <param name="Training">Indices of the images to train on, int64 on the CPU.</param>
/// <param name="Validation">Indices of the images held out, int64 on the data's device.</param>
/// <param name="Horizon">T: inner steps over the former.</param>
internal sealed record RunSplit(Tensor Training, Tensor Validation, int Horizon)
{
    /// <summary>Draws a split; its tensors are in the caller's dispose scope.</summary>
    public static RunSplit Draw(TrainingSetting setting, RunSeeds seeds)
    {
        using Generator generator = seeds.NewSplit();
        (Tensor training, Tensor held) = ValidationSplit.Draw(setting.Data.Training.Count, setting.ValidationFraction, generator);
        return new(training, held.to(setting.Data.Device), setting.Horizon.StepsOver((int)training.shape[0], setting.BatchSize));
    }
}
