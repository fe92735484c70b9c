using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>What the optimisers are called, and what they have.</summary>
public static class Optimisers
{
    /// <summary>Its name in study files.</summary>
    public static string Word(this Optimiser optimiser) => optimiser.ToString().ToLowerInvariant();

    /// <summary>The hyperparameters that it has, in the order of values and columns.</summary>
    public static ImmutableArray<HyperparameterKind> Kinds(this Optimiser optimiser) => optimiser == Optimiser.AdamW ? HyperparameterKinds.OfAdam : HyperparameterKinds.OfSgd;
}
