namespace Fds.Core.Training;

/// <summary>How long a run is: in epochs or in inner steps.</summary>
/// <param name="Epochs">Passes over the training examples; null where steps are given.</param>
/// <param name="Steps">Inner steps; null where epochs are given.</param>
public readonly record struct Horizon(int? Epochs, int? Steps)
{
    /// <summary>A horizon in epochs.</summary>
    public static Horizon OfEpochs(int epochs) => new(epochs, null);

    /// <summary>A horizon in inner steps.</summary>
    public static Horizon OfSteps(int steps) => new(null, steps);

    /// <summary>T: inner steps, an incomplete last batch of an epoch being dropped.</summary>
    /// <exception cref="FdsException">There are fewer examples than one batch needs.</exception>
    public int StepsOver(int examples, int batchSize)
    {
        int perEpoch = examples / batchSize;
        if (perEpoch == 0)
        {
            throw new FdsException($"One mini-batch needs {batchSize} examples, but only {examples} are left for training. Use a smaller batch or more data.");
        }

        return Steps ?? checked(perEpoch * (Epochs ?? throw new FdsException("A horizon needs epochs or steps, but has neither.")));
    }
}
