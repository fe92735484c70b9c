namespace Fds.Contracts.Studies;

/// <summary>What training makes small.</summary>
[GenerateSerializer]
[Alias("fds.TrainingLoss")]
public enum TrainingLoss
{
    /// <summary>Cross-entropy of classes, a mean over examples and positions, in nats.</summary>
    CrossEntropy,

    /// <summary>The mean squared error of real targets.</summary>
    SquaredError,

    /// <summary>What a network of the user's own says. It is judged by the loss of the data.</summary>
    Own,
}
