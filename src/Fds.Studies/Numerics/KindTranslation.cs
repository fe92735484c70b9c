using Fds.Contracts.Studies;
using Fds.Core.Schedules;
using CoreKind = Fds.Core.Schedules.HyperparameterKind;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Numerics;

/// <summary>Kinds, and what each of them has, in the words of the contract and in those of the numerics. The two know a kind by the same name.</summary>
internal static class KindTranslation
{
    private static readonly PerKind<Kind> Contracts = PerKind.Of(kind => Enum.Parse<Kind>(kind.ToString()));

    private static readonly KindMap<CoreKind> Numerics = KindMap.Of(kind => Enum.Parse<CoreKind>(kind.ToString()));

    /// <summary>The contract's word.</summary>
    public static Kind InContract(this CoreKind kind) => Contracts[kind];

    /// <summary>The numerics' word.</summary>
    public static CoreKind InNumerics(this Kind kind) => Numerics[kind];

    /// <summary>What each kind has, by the contract's words.</summary>
    public static KindMap<T> InContract<T>(this PerKind<T> map) => KindMap.Of(kind => map[kind.InNumerics()]);

    /// <summary>What each kind has, by the numerics' words.</summary>
    public static PerKind<T> InNumerics<T>(this KindMap<T> map) => PerKind.Of(kind => map[kind.InContract()]);
}
