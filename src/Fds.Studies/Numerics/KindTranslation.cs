using Fds.Contracts.Studies;
using Fds.Core.Schedules;
using CoreKind = Fds.Core.Schedules.HyperparameterKind;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Numerics;

/// <summary>Translates kinds, and the values that belong to them, between the contract and the numerics. Both know a kind by the same name.</summary>
internal static class KindTranslation
{
    private static readonly PerKind<Kind> Contracts = PerKind.Of(kind => Enum.Parse<Kind>(kind.ToString()));

    private static readonly KindMap<CoreKind> Numerics = KindMap.Of(kind => Enum.Parse<CoreKind>(kind.ToString()));

    /// <summary>The contract's kind.</summary>
    public static Kind InContract(this CoreKind kind) => Contracts[kind];

    /// <summary>The numerics' kind.</summary>
    public static CoreKind InNumerics(this Kind kind) => Numerics[kind];

    /// <summary>The value of each kind, in the contract's map.</summary>
    public static KindMap<T> InContract<T>(this PerKind<T> map) => KindMap.Of(kind => map[kind.InNumerics()]);

    /// <summary>The value of each kind, in the numerics' map.</summary>
    public static PerKind<T> InNumerics<T>(this KindMap<T> map) => PerKind.Of(kind => map[kind.InContract()]);
}
