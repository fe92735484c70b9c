using System.Text.Json;
using Fds.Contracts.Studies;

namespace Fds.Grains.Verification;

/// <summary>Kinds as study files name them.</summary>
internal static class KindName
{
    /// <summary>For example learningRate.</summary>
    public static string Of(HyperparameterKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
