using Fds.Core.Schedules;

namespace Fds.Core.Greedy;

/// <summary>A greedy method's settings, besides the inner problem.</summary>
public sealed record GreedySettings
{
    /// <summary>The method.</summary>
    public required GreedyMethod Method { get; init; }

    /// <summary>Where each kind begins, and how it may move.</summary>
    public required PerKind<GreedyHyperparameter> Hyperparameters { get; init; }

    /// <summary>Δ: inner steps between two changes, at least 1. Hypergradient descent makes one at every step.</summary>
    public int Interval { get; init; } = 1;

    /// <summary>μ of <see cref="GreedyMethod.Marthe"/>, in [0, 1]; the others have their own. null: it adapts its discount.</summary>
    public double? Discount { get; init; }

    /// <summary>Into how many equal windows, at most, the values that were used are averaged for the schedule that is returned.</summary>
    public int Windows { get; init; } = 100;

    /// <summary>Where a kind stands among those that there are.</summary>
    internal int Place(HyperparameterKind kind) => Hyperparameters.Kinds.IndexOf(kind);

    /// <summary>Whether the method follows the training loss and needs no tangents.</summary>
    internal bool IsHypergradientDescent => Method is GreedyMethod.HdAdditive or GreedyMethod.HdMultiplicative;

    /// <summary>μ of whichever method it is; null: it is adapted.</summary>
    internal double? FixedDiscount => Method switch
    {
        GreedyMethod.OneStep => 0,
        GreedyMethod.Rtho => 1,
        _ => Discount,
    };

    /// <summary>Refuses settings that contradict themselves or the horizon.</summary>
    /// <exception cref="FdsException">They do.</exception>
    internal void Require(int horizon)
    {
        if (Interval < 1 || Interval > horizon)
        {
            throw new FdsException($"Expected an interval between 1 and the {horizon} inner steps of the horizon, but got {Interval}: a longer interval has no effect.");
        }

        if (Discount is not (null or (>= 0 and <= 1)))
        {
            throw new FdsException($"Expected a discount between 0 and 1, but got {Discount}.");
        }

        if (Hyperparameters.Kinds.Any(kind => Hyperparameters[kind].Adaptation is not (>= 0 and < double.PositiveInfinity)))
        {
            throw new FdsException("Expected adaptations of hyper steps that are finite and not below 0.");
        }

        if (Method != GreedyMethod.Marthe && Hyperparameters.Kinds.Any(kind => Hyperparameters[kind].Adaptation != 0))
        {
            throw new FdsException($"{Method} does not adapt its hyper steps: only {GreedyMethod.Marthe} does.");
        }

        if (Windows < 1)
        {
            throw new FdsException($"Expected at least one window to return, but got {Windows}.");
        }

        if (!Hyperparameters.Kinds.Any(IsLearned))
        {
            throw new FdsException("A greedy method needs at least one kind to learn, but none has a step.");
        }

        HyperparameterKind[] others = [.. Hyperparameters.Kinds.Where(kind => kind != HyperparameterKind.LearningRate && IsLearned(kind))];
        if (IsHypergradientDescent && others.Length > 0)
        {
            throw new FdsException($"{Method} is defined for the learning rate only, but {string.Join(" and ", others)} {(others.Length == 1 ? "has" : "have")} a step. Leave it out or take another method.");
        }
    }

    /// <summary>Whether a kind is learned.</summary>
    internal bool IsLearned(HyperparameterKind kind) => Hyperparameters[kind].Step is not null;
}
