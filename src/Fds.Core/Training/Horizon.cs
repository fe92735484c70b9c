namespace Fds.Core.Training;

/// <summary>How long a run is: in epochs or in inner steps.</summary>
/// <param name="Epochs">Passes over the training examples; null where steps are given.</param>
/// <param name="Steps">Inner steps; null where epochs are given.</param>
public readonly record struct Horizon(int? Epochs, int? Steps)
{
    /// <summary>The most inner steps that a horizon has.</summary>
    public const int MostSteps = 100_000_000;

    /// <summary>A horizon in epochs.</summary>
    public static Horizon OfEpochs(int epochs) => new(epochs, null);

    /// <summary>A horizon in inner steps.</summary>
    public static Horizon OfSteps(int steps) => new(null, steps);

    /// <summary>T: inner steps, an incomplete last batch of an epoch being dropped.</summary>
    /// <exception cref="FdsException">There are fewer examples than one batch needs, or the horizon is too long.</exception>
    public int StepsOver(int examples, int batchSize)
    {
        int perEpoch = examples / batchSize;
        if (perEpoch == 0)
        {
            throw new FdsException($"One mini-batch needs {batchSize} examples, but only {examples} are left for training. Use a smaller batch or more data.");
        }

        long steps = Steps ?? ((long)perEpoch * (Epochs ?? throw new FdsException("A horizon needs epochs or steps, but has neither.")));
        return steps <= MostSteps
            ? (int)steps
            : throw new FdsException($"A horizon has at most {MostSteps} inner steps, but {Epochs} epochs of {perEpoch} mini-batches are {steps}. Use fewer epochs or a larger batch.");
    }
}
