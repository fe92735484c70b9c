using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Learning;

/// <summary>The part of the hypergradients of single inner steps that an outer step keeps.</summary>
internal static class Sensitivities
{
    /// <summary>Outer steps that keep theirs: 2.4 kB each, so that a state stays small however many outer steps a study has.</summary>
    public const int Kept = 50;

    /// <summary>Mean over the replicas that contributed, in the given order; null where one has none.</summary>
    public static KindMap<ImmutableArray<double>>? Mean(IReadOnlyList<RunReport> reports) => reports.Any(report => report.Sensitivity is null)
        ? null
        : KindMap.Of(reports[0].Sensitivity!.Kinds, kind => Mean(reports, kind));

    /// <summary>Drops the oldest ones that the newest outer step makes too many.</summary>
    public static void ForgetOld(List<OuterStepRecord> history)
    {
        if (history.Count > Kept)
        {
            history[^(Kept + 1)] = history[^(Kept + 1)] with { Sensitivity = null };
        }
    }

    private static ImmutableArray<double> Mean(IReadOnlyList<RunReport> reports, HyperparameterKind kind) =>
        [.. Enumerable.Range(0, reports.Min(report => report.Sensitivity![kind].Length)).Select(bin => reports.Average(report => report.Sensitivity![kind][bin]))];
}
