using Fds.Core.Schedules;

namespace Fds.Core.Greedy;

/// <summary>What a greedy method is told beside the inner problem.</summary>
public sealed record GreedySettings
{
    /// <summary>The method.</summary>
    public required GreedyMethod Method { get; init; }

    /// <summary>α.</summary>
    public required GreedyHyperparameter LearningRate { get; init; }

    /// <summary>β.</summary>
    public required GreedyHyperparameter Momentum { get; init; }

    /// <summary>ξ.</summary>
    public required GreedyHyperparameter WeightDecay { get; init; }

    /// <summary>Δ: inner steps between two changes, at least 1. Hypergradient descent makes one at every step.</summary>
    public int Interval { get; init; } = 1;

    /// <summary>μ of <see cref="GreedyMethod.Marthe"/>, in [0, 1]; the others have their own.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>Into how many equal windows, at most, the values that were used are averaged for the schedule that is returned.</summary>
    public int Windows { get; init; } = 100;

    /// <summary>The settings of a kind.</summary>
    public GreedyHyperparameter this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };

    /// <summary>Whether the method follows the training loss and needs no tangents.</summary>
    internal bool IsHypergradientDescent => Method is GreedyMethod.HdAdditive or GreedyMethod.HdMultiplicative;

    /// <summary>μ of whichever method it is.</summary>
    internal double EffectiveDiscount => Method switch
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
            throw new FdsException($"Expected an interval between 1 and the {horizon} inner steps of the horizon, but got {Interval}: a longer one changes nothing.");
        }

        if (Discount is not (>= 0 and <= 1))
        {
            throw new FdsException($"Expected a discount between 0 and 1, but got {Discount}.");
        }

        if (Windows < 1)
        {
            throw new FdsException($"Expected at least one window to return, but got {Windows}.");
        }

        if (!HyperparameterSchedules.Kinds.Any(IsLearned))
        {
            throw new FdsException("A greedy method needs at least one kind to learn, but none has a step.");
        }

        if (IsHypergradientDescent && (IsLearned(HyperparameterKind.Momentum) || IsLearned(HyperparameterKind.WeightDecay)))
        {
            throw new FdsException($"{Method} is defined for the learning rate only, but momentum or weight decay has a step. Leave it out or take another method.");
        }
    }

    /// <summary>Whether a kind is learned.</summary>
    internal bool IsLearned(HyperparameterKind kind) => this[kind].Step is not null;
}
