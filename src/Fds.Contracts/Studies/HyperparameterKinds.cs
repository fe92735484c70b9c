using System.Collections.Immutable;
using System.Text.Json;

namespace Fds.Contracts.Studies;

/// <summary>The kinds of hyperparameter as a whole, and their names.</summary>
public static class HyperparameterKinds
{
    /// <summary>All kinds, in the order of values and columns.</summary>
    public static ImmutableArray<HyperparameterKind> All { get; } = [.. Enum.GetValues<HyperparameterKind>()];

    /// <summary>The name of a kind in study files, result files and metrics, e.g. learningRate.</summary>
    public static string FieldName(this HyperparameterKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>That name with the group of parameters that a schedule is for, e.g. learningRate of conv1; the name alone where all parameters share it.</summary>
    public static string Name(this HyperparameterKind kind, string? group) => group is null ? kind.FieldName() : $"{kind.FieldName()} of {group}";

    /// <summary>What is thrown for a number that is no kind.</summary>
    internal static ArgumentOutOfRangeException Unknown(HyperparameterKind kind) => new(nameof(kind), kind, $"Expected one of {string.Join(", ", All)}.");
}
