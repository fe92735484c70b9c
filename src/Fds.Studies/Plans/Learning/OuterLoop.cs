using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using Fds.Studies.Numerics;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Plans.Learning;

/// <summary>The outer update as pure functions over what a study remembers; the arithmetic is the numerics'.</summary>
internal static class OuterLoop
{
    /// <summary>All kinds, in the order of values and columns.</summary>
    public static ImmutableArray<Kind> Kinds { get; } = [Kind.LearningRate, Kind.Momentum, Kind.WeightDecay];

    /// <summary>Every window at its initial value.</summary>
    public static ImmutableArray<LearnedValue> Initial(StudySpecification study) =>
    [
        .. from kind in Kinds
           let schedule = study.Hyperparameters[kind]
           from window in Enumerable.Range(0, schedule.Windows)
           select new LearnedValue { Kind = kind, Window = window, Learned = schedule.Learn, Value = schedule.Initial[window], StepSize = schedule.Step, HasFlipped = false },
    ];

    /// <summary>The schedules that the values make.</summary>
    public static ScheduleValues Schedule(ImmutableArray<LearnedValue> values)
    {
        ImmutableArray<double> Of(Kind kind) => [.. values.Where(value => value.Kind == kind).Select(value => value.Value)];
        return new() { LearningRate = Of(Kind.LearningRate), Momentum = Of(Kind.Momentum), WeightDecay = Of(Kind.WeightDecay) };
    }

    /// <summary>The same windows with the values of given schedules.</summary>
    public static ImmutableArray<LearnedValue> WithValues(ImmutableArray<LearnedValue> values, ScheduleValues schedules) =>
        [.. values.Select(value => value with { Value = schedules[value.Kind][value.Window] })];

    /// <summary>Earlier values of what is learned, to be left again by shorter steps.</summary>
    public static ImmutableArray<LearnedValue> BackTo(StudySpecification study, ImmutableArray<LearnedValue> values, ScheduleValues schedules)
    {
        SignStepRule rule = Rule(study);
        return [.. values.Select(value => value.Learned ? With(value, rule.Undo(State(value), schedules[value.Kind][value.Window])) : value)];
    }

    /// <summary>Averages the replicas' hypergradients as the study asks, in the given order, and updates every learned value.</summary>
    /// <param name="study">Ranges and rule.</param>
    /// <param name="values">The values the replicas ran with.</param>
    /// <param name="hypergradients">One vector per contributing replica, learned windows in their order.</param>
    /// <returns>The values after the update, and a reading for each learned window.</returns>
    public static (ImmutableArray<LearnedValue> Values, ImmutableArray<HyperparameterReading> Readings) Update(
        StudySpecification study, ImmutableArray<LearnedValue> values, IReadOnlyList<ImmutableArray<double>> hypergradients)
    {
        SignStepRule rule = Rule(study);
        Queue<ReplicaAverage> averages = new(ReplicaAverage.OfAll(hypergradients, SpecificationTranslation.Average(study)));
        ImmutableArray<LearnedValue>.Builder updated = ImmutableArray.CreateBuilder<LearnedValue>(values.Length);
        ImmutableArray<HyperparameterReading>.Builder readings = ImmutableArray.CreateBuilder<HyperparameterReading>();
        foreach (LearnedValue value in values)
        {
            if (!value.Learned)
            {
                updated.Add(value);
                continue;
            }

            ReplicaAverage average = averages.Dequeue();
            HyperparameterSpecification schedule = study.Hyperparameters[value.Kind];
            SignStepState next = rule.Update(State(value), average.Value, new ValueRange(schedule.Minimum, schedule.Maximum));
            updated.Add(With(value, next));
            readings.Add(new()
            {
                Kind = value.Kind,
                Window = value.Window,
                Value = value.Value,
                NextValue = next.Value,
                Hypergradient = average.Value,
                StandardError = average.StandardError,
                SignalToNoise = average.SignalToNoise,
                SignAgreement = average.SignAgreement,
                StepSize = next.StepSize,
                AtRange = next.AtRange,
            });
        }

        return (updated.MoveToImmutable(), readings.ToImmutable());
    }

    /// <summary>Whether every learned value has converged.</summary>
    public static bool HasConverged(StudySpecification study, ImmutableArray<LearnedValue> values)
    {
        SignStepRule rule = Rule(study);
        return values.Where(value => value.Learned).All(value => rule.HasConverged(State(value)));
    }

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

    private static SignStepRule Rule(StudySpecification study) => new(study.Outer.StepDecay, study.Outer.ConvergedBelow);

    private static SignStepState State(LearnedValue value) => new(value.Value, value.StepSize, value.PreviousSign, value.UpdatesAtRange, value.HasFlipped, value.Undone);

    private static LearnedValue With(LearnedValue value, SignStepState state) => value with
    {
        Value = state.Value,
        StepSize = state.StepSize,
        PreviousSign = state.PreviousSign,
        AtRange = state.AtRange,
        UpdatesAtRange = state.UpdatesAtRange,
        HasFlipped = state.HasFlipped,
        Undone = state.Undone,
    };
}
