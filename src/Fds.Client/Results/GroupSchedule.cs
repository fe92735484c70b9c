using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>The schedules of one group of parameters.</summary>
/// <param name="Name">The group.</param>
/// <param name="Parameters">Names of its parameters.</param>
/// <param name="Windows">Values per window.</param>
/// <param name="Steps">Values per inner step.</param>
internal sealed record GroupSchedule(string Name, ImmutableArray<string> Parameters, KindMap<ImmutableArray<double>> Windows, KindMap<ImmutableArray<double>> Steps)
{
    public static GroupSchedule Of(StudySpecification study, ParameterGroup group, int index, KindMap<ImmutableArray<double>> schedule, int horizon)
    {
        IReadOnlyList<WindowSpan> Spans(HyperparameterKind kind) => WindowSpan.OfGroup(study.Hyperparameters[kind], schedule[kind], index, horizon);
        return new(
            group.Name,
            group.Parameters,
            KindMap.Of<ImmutableArray<double>>(study.Kinds, kind => [.. Spans(kind).Select(span => span.Value)]),
            KindMap.Of(study.Kinds, kind => WindowSpan.PerStep(Spans(kind))));
    }
}
