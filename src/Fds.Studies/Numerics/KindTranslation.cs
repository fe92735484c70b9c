using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.Schedules;
using CoreKind = Fds.Core.Schedules.HyperparameterKind;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Numerics;

/// <summary>Translates kinds, and the values that belong to them, between the contract and the numerics. Both know a kind by the same name.</summary>
internal static class KindTranslation
{
    private static readonly ImmutableDictionary<CoreKind, Kind> Contracts = Enum.GetValues<CoreKind>().ToImmutableDictionary(kind => kind, kind => Enum.Parse<Kind>(kind.ToString()));

    private static readonly ImmutableDictionary<Kind, CoreKind> Numerics = Contracts.ToImmutableDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The contract's kind.</summary>
    public static Kind InContract(this CoreKind kind) => Contracts[kind];

    /// <summary>The numerics' kind.</summary>
    public static CoreKind InNumerics(this Kind kind) => Numerics[kind];

    /// <summary>The value of each kind, in the contract's map.</summary>
    public static KindMap<T> InContract<T>(this PerKind<T> map) => KindMap.Of([.. map.Kinds.Select(InContract)], kind => map[kind.InNumerics()]);

    /// <summary>The value of each kind, in the numerics' map.</summary>
    public static PerKind<T> InNumerics<T>(this KindMap<T> map) => PerKind.Of([.. map.Kinds.Select(InNumerics)], kind => map[kind.InContract()]);
}
