using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;
using Fds.Studies.Numerics;

namespace Fds.Studies.Plans.Learning;

/// <summary><see cref="SignStepRule"/> for every learned value.</summary>
internal sealed class SignOuterRule(StudySpecification study) : IOuterRule
{
    private readonly SignStepRule rule = new(study.Outer.StepDecay, study.Outer.ConvergedBelow);

    public KindMap<ImmutableArray<double>>? OfReplica(ImmutableArray<LearnedValue> values, int replica, int outerStep) => null;

    public OuterUpdate Update(ImmutableArray<LearnedValue> values, OuterEvidence evidence)
    {
        ImmutableArray<ReplicaAverage> averages = ReplicaAverage.OfAll(evidence.Hypergradients, SpecificationTranslation.Average(study));
        return OuterUpdate.Of(study, values, averages, (value, place) =>
        {
            HyperparameterSpecification schedule = study.Hyperparameters[value.Kind];
            return With(value, rule.Update(State(value), averages[place].Value, schedule.Range(), schedule.OnScale()));
        });
    }

    public LearnedValue Undo(LearnedValue value, double earlier) => With(value, rule.Undo(State(value), earlier));

    public bool HasConverged(ImmutableArray<LearnedValue> values) =>
        values.Where(value => value.Learned).All(value => rule.HasConverged(State(value), study.Hyperparameters[value.Kind].OnScale()));

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
