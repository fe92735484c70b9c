using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>The seeds of one run, one for each thing that is drawn.</summary>
/// <param name="StudySeed">The study's seed.</param>
/// <param name="Replica">Replica, from 0.</param>
/// <param name="OuterStep">Outer step, from 0; retraining uses a number of its own below 0.</param>
public readonly record struct RunSeeds(long StudySeed, int Replica, int OuterStep)
{
    /// <summary>A CPU generator for the split into training and validation examples.</summary>
    public Generator NewSplit() => Make("split");

    /// <summary>A CPU generator for the initial weights.</summary>
    public Generator NewWeights() => Make("weights");

    /// <summary>A CPU generator for the order of the batches.</summary>
    public Generator NewOrder() => Make("order");

    /// <summary>A CPU generator for augmentation.</summary>
    public Generator NewAugmentation() => Make("augmentation");

    /// <summary>A CPU generator for the order of the mini-batches of held-out examples.</summary>
    public Generator NewValidationOrder() => Make("validation-order");

    /// <summary>The seed of what a user's own network draws at an inner step, by dropout for example.</summary>
    public long NoiseAt(int step) => (long)StableSeed.Derive(StudySeed, Replica, OuterStep, $"noise {step}");

    /// <summary>The seed of a user's own network's method that draws its weights.</summary>
    public long OwnWeights => (long)StableSeed.Derive(StudySeed, Replica, OuterStep, "weights");

    private Generator Make(string purpose) => CpuGenerator.Of(StableSeed.Derive(StudySeed, Replica, OuterStep, purpose));
}
