using System.Text.Json;

namespace Fds.Contracts.Studies;

/// <summary>Kinds as study files name them.</summary>
public static class HyperparameterKindName
{
    /// <summary>For example learningRate.</summary>
    public static string FieldName(this HyperparameterKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
