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
        .. from kind in HyperparameterKinds.All
           let schedule = study.Hyperparameters[kind]
           from window in Enumerable.Range(0, schedule.Windows)
           select new LearnedValue { Kind = kind, Window = window, Learned = schedule.Learn, Value = schedule.Initial[window], StepSize = schedule.Step, HasFlipped = false },
    ];

    /// <summary>The schedules that the values make.</summary>
    public static KindMap<ImmutableArray<double>> Schedule(ImmutableArray<LearnedValue> values) =>
        KindMap.Of<ImmutableArray<double>>(kind => [.. values.Where(value => value.Kind == kind).Select(value => value.Value)]);

    /// <summary>The same windows with the values of given schedules.</summary>
    public static ImmutableArray<LearnedValue> WithValues(ImmutableArray<LearnedValue> values, KindMap<ImmutableArray<double>> schedules) =>
        [.. values.Select(value => value with { Value = schedules[value.Kind][value.Window] })];

    /// <summary>Returns what is learned to earlier values, with shorter steps from there.</summary>
    public static ImmutableArray<LearnedValue> BackTo(IOuterRule rule, ImmutableArray<LearnedValue> values, KindMap<ImmutableArray<double>> earlier) =>
        [.. values.Select(value => value.Learned ? rule.Undo(value, earlier[value.Kind][value.Window]) : value)];

    /// <summary>The values as readings of a step that is under way.</summary>
    public static ImmutableArray<HyperparameterReading> Readings(ImmutableArray<LearnedValue> values) =>
    [
        .. values.Select(value => new HyperparameterReading
        {
            Kind = value.Kind,
            Window = value.Window,
            Value = value.Value,
            NextValue = value.Value,
            StepSize = value.StepSize,
            AtRange = value.AtRange,
        }),
    ];

    /// <summary>A window as messages name it, e.g. learningRate window 0.</summary>
    public static string Name(HyperparameterReading reading) => $"{reading.Kind.FieldName()} window {reading.Window}";
}
