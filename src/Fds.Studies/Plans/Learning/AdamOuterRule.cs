using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;
using Fds.Studies.Numerics;
using static Fds.Core.Schedules.ValueScales;

namespace Fds.Studies.Plans.Learning;

/// <summary>
/// <see cref="AdamRule"/> for every learned value on its own scale, with <see cref="BoundedInfluence"/> of every replica. A step in which a
/// replica was unstable lowers all learning rates instead: what hypergradients say beyond the edge of stability is noise.
/// </summary>
internal sealed class AdamOuterRule(StudySpecification study) : IOuterRule
{
    /// <summary>Number of recent outer steps whose hypergradient lengths define the usual length.</summary>
    private const int RememberedSteps = 20;

    /// <summary>
    /// Number of update lengths by which an unstable step lowers learning rates. With 1 the values hover where a seed in seven is unstable,
    /// because a few ordinary steps undo what an unstable one takes back.
    /// </summary>
    private const int StepsBack = 4;

    private readonly AdamRule rule = new() { StepDecay = study.Outer.StepDecay };
    private readonly StabilityWatch watch = new();

    private HyperparameterSpecification LearningRate => study.Hyperparameters[HyperparameterKind.LearningRate];

    public KindMap<ImmutableArray<double>>? OfReplica(ImmutableArray<LearnedValue> values, int replica, int outerStep)
    {
        if (study.Outer.Margin == 0 || !LearningRate.Learn)
        {
            return null;
        }

        KindMap<ImmutableArray<double>> schedule = OuterLoop.Schedule(values);
        double shift = StabilityMargin.Shift(study.Outer.Margin, replica, study.Seeds.Count, outerStep);
        return schedule with { LearningRate = StabilityMargin.Apply(schedule.LearningRate, shift, LearningRate.Range()) };
    }

    public OuterUpdate Update(ImmutableArray<LearnedValue> values, OuterEvidence evidence)
    {
        ImmutableArray<ReplicaAverage> readings = ReplicaAverage.OfAll(evidence.Hypergradients, SpecificationTranslation.Average(study));

        // Losses and hypergradients over another horizon belong to another problem.
        OuterStepRecord[] history = [.. evidence.History.Where(step => step.InnerSteps == evidence.InnerSteps)];
        if (LearningRate.Learn && watch.Complaint(evidence.Losses, evidence.Lost, [.. history.TakeLast(StabilityWatch.Steps).SelectMany(step => step.Losses)]) is { } complaint)
        {
            return OuterUpdate.Of(study, values, readings, (value, _) => Lower(value)) with { Unstable = complaint };
        }

        ImmutableArray<double>[] derivatives = [.. evidence.Hypergradients.Zip(evidence.Schedules, (hypergradient, schedule) => OnScales(hypergradient, schedule, evidence.InnerSteps))];
        (ImmutableArray<ImmutableArray<double>> bounded, ImmutableArray<double> lengths) =
            BoundedInfluence.Of(derivatives, history.TakeLast(RememberedSteps).SelectMany(step => step.Lengths));
        ImmutableArray<ReplicaAverage> averages = ReplicaAverage.OfAll(bounded, SpecificationTranslation.Average(study));
        return OuterUpdate.Of(study, values, readings, (value, place) => Move(value, averages[place].Value)) with { Lengths = lengths };
    }

    public LearnedValue Undo(LearnedValue value, double earlier) => With(value, rule.Undo(State(value), earlier));

    /// <summary>Always false: noise is averaged over outer steps, so no change of sign shows that a value has settled.</summary>
    public bool HasConverged(ImmutableArray<LearnedValue> values) => false;

    /// <summary>Converts the mean over a window's steps to the derivative by the window's position on its scale.</summary>
    private ImmutableArray<double> OnScales(ImmutableArray<double> hypergradient, KindMap<ImmutableArray<double>> schedule, int innerSteps)
    {
        IEnumerable<(int Windows, double Slope)> learned =
            from kind in study.Kinds
            let own = study.Hyperparameters[kind]
            where own.Learn
            from value in own.Places.Zip(schedule[kind])
            select (value.First.Windows, own.OnScale().Slope(value.Second));
        return [.. hypergradient.Zip(learned, (mean, value) => mean * innerSteps / value.Windows * value.Slope)];
    }

    private LearnedValue Move(LearnedValue value, double derivative)
    {
        HyperparameterSpecification schedule = study.Hyperparameters[value.Kind];
        return With(value, rule.Update(State(value), derivative, schedule.OnScale(), schedule.Range()));
    }

    private LearnedValue Lower(LearnedValue value) => value.Kind != HyperparameterKind.LearningRate ? value : value with
    {
        Value = LearningRate.OnScale().Move(value.Value, -StepsBack * value.StepSize, LearningRate.Range()),
        FirstMoment = 0,
        AtRange = false,
    };

    private static AdamState State(LearnedValue value) => new(value.Value, value.StepSize, value.FirstMoment, value.SecondMoment, value.Updates, value.AtRange);

    private static LearnedValue With(LearnedValue value, AdamState state) => value with
    {
        Value = state.Value,
        StepSize = state.StepSize,
        FirstMoment = state.FirstMoment,
        SecondMoment = state.SecondMoment,
        Updates = state.Updates,
        AtRange = state.AtRange,
    };
}
