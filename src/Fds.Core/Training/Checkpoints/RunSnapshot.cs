using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Fds.Core.Training.Checkpoints;

/// <summary>All that a run carries from one inner step to the next. Whoever made it owns the tensors.</summary>
public sealed record RunSnapshot
{
    /// <summary>Inner steps done. Of a run in reverse mode that is on its way back, those of both ways.</summary>
    public required int Step { get; init; }

    /// <summary>Cost so far in gradient steps.</summary>
    public double Cost { get; init; }

    /// <summary>Whether the run did better than always predicting the class frequencies before.</summary>
    public bool WasAboveChance { get; init; }

    /// <summary>Classes that the initial weights predicted.</summary>
    public int InitialClasses { get; init; }

    /// <summary>How the final weights do on the validation split; null before the run has come to them.</summary>
    public Evaluation? Reached { get; init; }

    /// <summary>Validation loss of the initial weights; null if it is not known.</summary>
    public double? InitialLoss { get; init; }

    /// <summary>For each kind, the number of inner steps on which its tangents were updated.</summary>
    public ImmutableArray<int> Updates { get; init; } = [];

    /// <summary>Weights, velocity, tangents, order of batches, generator states and running statistics, by name.</summary>
    public required IReadOnlyDictionary<string, Tensor> Tensors { get; init; }
}
