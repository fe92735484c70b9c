using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Plans.Learning;

/// <summary>The learned values of a study, its schedules, and their readings. An <see cref="IOuterRule"/> decides how the values move.</summary>
internal static class OuterLoop
{
    /// <summary>Every window at its initial value.</summary>
    public static ImmutableArray<LearnedValue> Initial(StudySpecification study) =>
    [
        .. from kind in study.Kinds
           let schedule = study.Hyperparameters[kind]
           from place in schedule.Places.Zip(schedule.Initial)
           select new LearnedValue { Kind = kind, Group = place.First.Group, Window = place.First.Window, Learned = schedule.Learn, Value = place.Second, StepSize = schedule.Step, HasFlipped = false },
    ];

    /// <summary>The schedules that a study began to learn with.</summary>
    public static KindMap<ImmutableArray<double>> Start(StudyRecord record) => record.Start ?? Schedule(Initial(record.Specification));

    /// <summary>The schedules that the values make. A study has values of every kind that it has.</summary>
    public static KindMap<ImmutableArray<double>> Schedule(ImmutableArray<LearnedValue> values) =>
        KindMap.Of<ImmutableArray<double>>([.. HyperparameterKinds.All.Intersect(values.Select(value => value.Kind))], kind => [.. values.Where(value => value.Kind == kind).Select(value => value.Value)]);

    /// <summary>The same windows with the values of given schedules.</summary>
    public static ImmutableArray<LearnedValue> WithValues(ImmutableArray<LearnedValue> values, KindMap<ImmutableArray<double>> schedules) =>
        [.. values.Zip(InOrder(schedules), (value, given) => value with { Value = given })];

    /// <summary>Returns what is learned to earlier values, with shorter steps from there.</summary>
    public static ImmutableArray<LearnedValue> BackTo(IOuterRule rule, ImmutableArray<LearnedValue> values, KindMap<ImmutableArray<double>> earlier) =>
        [.. values.Zip(InOrder(earlier), (value, before) => value.Learned ? rule.Undo(value, before) : value)];

    /// <summary>The values of schedules in the order of learned values: kinds in their order, in each its groups, in each its windows.</summary>
    public static IEnumerable<double> InOrder(KindMap<ImmutableArray<double>> schedules) => schedules.Kinds.SelectMany(kind => schedules[kind]);

    /// <summary>The values as readings of a step that is under way.</summary>
    public static ImmutableArray<HyperparameterReading> Readings(StudySpecification study, ImmutableArray<LearnedValue> values) =>
    [
        .. values.Select(value => new HyperparameterReading
        {
            Kind = value.Kind,
            Group = GroupName(study, value),
            Window = value.Window,
            Value = value.Value,
            NextValue = value.Value,
            StepSize = value.StepSize,
            AtRange = value.AtRange,
        }),
    ];

    /// <summary>Name of the group that a value belongs to; null where all parameters share its schedule.</summary>
    public static string? GroupName(StudySpecification study, LearnedValue value) => study.Hyperparameters[value.Kind].IsGrouped ? study.Groups[value.Group].Name : null;

    /// <summary>A window as messages name it, e.g. learningRate window 0, or learningRate of conv1 window 0.</summary>
    public static string Name(HyperparameterReading reading) => $"{reading.Kind.Name(reading.Group)} window {reading.Window}";
}
