using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies;
using Fds.Studies.Plans.Learning;

namespace Fds.Grains.Tests.Studies;

/// <summary>Outer steps of a study's own rule, from hypergradients alone.</summary>
internal static class OuterSteps
{
    public static OuterUpdate Update(StudySpecification study, ImmutableArray<LearnedValue> values, IReadOnlyList<ImmutableArray<double>> hypergradients) =>
        OuterRules.Of(study).Update(values, Evidence(values, hypergradients));

    public static OuterEvidence Evidence(ImmutableArray<LearnedValue> values, IReadOnlyList<ImmutableArray<double>> hypergradients) => new()
    {
        Hypergradients = hypergradients,
        Schedules = [.. hypergradients.Select(_ => OuterLoop.Schedule(values))],
        Losses = [.. hypergradients.Select(_ => 0.2)],
        InnerSteps = 8,
    };

    public static bool HasConverged(StudySpecification study, ImmutableArray<LearnedValue> values) => OuterRules.Of(study).HasConverged(values);

    public static ImmutableArray<LearnedValue> BackTo(StudySpecification study, ImmutableArray<LearnedValue> values, KindMap<ImmutableArray<double>> earlier) => OuterLoop.BackTo(OuterRules.Of(study), values, earlier);
}
