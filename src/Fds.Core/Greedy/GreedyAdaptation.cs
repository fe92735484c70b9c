using Fds.Core.Schedules;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>What a greedy run adapts besides its values: the discount of its tangents and the hyper step of each kind.</summary>
internal sealed class GreedyAdaptation
{
    private const string DiscountName = "greedy.discount";
    private const string StepsName = "greedy.steps";

    private readonly GreedySettings settings;
    private readonly double[] steps;
    private AdaptiveDiscount discount;

    /// <summary>Begins at the settings' steps, and at their discount where they have one.</summary>
    public GreedyAdaptation(GreedySettings settings)
    {
        this.settings = settings;
        discount = new(settings.FixedDiscount ?? 0, Sum: 0);
        steps = [.. settings.Hyperparameters.Kinds.Select(kind => settings.Hyperparameters[kind].Step ?? 0)];
    }

    /// <summary>μ now.</summary>
    public double Discount => discount.Value;

    /// <summary>η of a kind now.</summary>
    public double Step(HyperparameterKind kind) => steps[settings.Place(kind)];

    /// <summary>Adapts the hyper step of a kind after its value was changed.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="hypergradient">What its value was changed by.</param>
    /// <param name="value">Its value now.</param>
    public void FollowChange(HyperparameterKind kind, double hypergradient, double value) =>
        steps[settings.Place(kind)] = MartheRule.Follow(steps[settings.Place(kind)], settings.Hyperparameters[kind].Adaptation, hypergradient, value);

    /// <summary>Adapts the discount after a change.</summary>
    public void FollowAgreement(double learningRate, double agreement) => discount = MartheRule.Follow(discount, learningRate, agreement);

    /// <summary>The tensors for a checkpoint.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Capture() =>
        [new(DiscountName, tensor([discount.Value, discount.Sum], device: CPU)), new(StepsName, tensor(steps, device: CPU))];

    /// <summary>Takes over what a checkpoint holds.</summary>
    public void Restore(RunSnapshot snapshot)
    {
        double[] held = [.. snapshot.Tensors[DiscountName].data<double>()];
        discount = new(held[0], held[1]);
        snapshot.Tensors[StepsName].data<double>().CopyTo(steps);
    }
}
