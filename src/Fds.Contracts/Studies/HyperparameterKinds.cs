using System.Collections.Immutable;
using System.Text.Json;

namespace Fds.Contracts.Studies;

/// <summary>The kinds of hyperparameter as a whole, and their names.</summary>
public static class HyperparameterKinds
{
    /// <summary>All kinds, in the order of values and columns.</summary>
    public static ImmutableArray<HyperparameterKind> All { get; } = [.. Enum.GetValues<HyperparameterKind>()];

    /// <summary>The kinds of SGD with momentum, Nesterov's included.</summary>
    public static ImmutableArray<HyperparameterKind> OfSgd { get; } = [HyperparameterKind.LearningRate, HyperparameterKind.Momentum, HyperparameterKind.WeightDecay];

    /// <summary>The kinds of Adam.</summary>
    public static ImmutableArray<HyperparameterKind> OfAdam { get; } = [HyperparameterKind.LearningRate, HyperparameterKind.WeightDecay, HyperparameterKind.Beta1, HyperparameterKind.Beta2];

    /// <summary>All kinds of all optimisers, without that of the loss.</summary>
    public static ImmutableArray<HyperparameterKind> OfOptimisers { get; } = All.Remove(HyperparameterKind.LabelSmoothing);

    /// <summary>The kinds of a study: those of its optimiser, and that of its loss where the targets are smoothed.</summary>
    public static ImmutableArray<HyperparameterKind> Of(bool adam, bool smooths)
    {
        ImmutableArray<HyperparameterKind> own = adam ? OfAdam : OfSgd;
        return smooths ? own.Add(HyperparameterKind.LabelSmoothing) : own;
    }

    /// <summary>The name of a kind in study files, result files and metrics, e.g. learningRate.</summary>
    public static string FieldName(this HyperparameterKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>That name with the group of parameters that a schedule is for, e.g. learningRate of conv1; the name alone where all parameters share it.</summary>
    public static string Name(this HyperparameterKind kind, string? group) => group is null ? kind.FieldName() : $"{kind.FieldName()} of {group}";

    /// <summary>What is thrown for a kind that an optimiser does not have.</summary>
    internal static ArgumentOutOfRangeException Unknown(HyperparameterKind kind, IEnumerable<HyperparameterKind> known) => new(nameof(kind), kind, $"Expected one of {string.Join(", ", known)}.");
}
