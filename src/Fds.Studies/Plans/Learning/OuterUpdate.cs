using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;

namespace Fds.Studies.Plans.Learning;

/// <summary>The outcome of an outer step.</summary>
/// <param name="Values">The values after it.</param>
/// <param name="Readings">For each learned window, its hypergradients and its next value.</param>
internal sealed record OuterUpdate(ImmutableArray<LearnedValue> Values, ImmutableArray<HyperparameterReading> Readings)
{
    /// <summary>Length of each replica's hypergradient, if the rule bounds a replica's influence by that length.</summary>
    public ImmutableArray<double> Lengths { get; init; } = [];

    /// <summary>Why learning rates were lowered instead of following the hypergradients; null if they were not lowered.</summary>
    public string? Unstable { get; init; }

    /// <summary>Moves every learned value.</summary>
    /// <param name="study">The study.</param>
    /// <param name="values">The values that the replicas ran with.</param>
    /// <param name="averages">For each learned window, in order, the average over the replicas.</param>
    /// <param name="move">From a learned value and its place among the learned ones to the next.</param>
    public static OuterUpdate Of(StudySpecification study, ImmutableArray<LearnedValue> values, IReadOnlyList<ReplicaAverage> averages, Func<LearnedValue, int, LearnedValue> move)
    {
        ImmutableArray<LearnedValue>.Builder updated = ImmutableArray.CreateBuilder<LearnedValue>(values.Length);
        ImmutableArray<HyperparameterReading>.Builder readings = ImmutableArray.CreateBuilder<HyperparameterReading>();
        foreach (LearnedValue value in values)
        {
            if (!value.Learned)
            {
                updated.Add(value);
                continue;
            }

            int place = readings.Count;
            LearnedValue next = move(value, place);
            updated.Add(next);
            readings.Add(new()
            {
                Kind = value.Kind,
                Group = OuterLoop.GroupName(study, value),
                Window = value.Window,
                Value = value.Value,
                NextValue = next.Value,
                Hypergradient = averages[place].Value,
                StandardError = averages[place].StandardError,
                SignalToNoise = averages[place].SignalToNoise,
                SignAgreement = averages[place].SignAgreement,
                StepSize = next.StepSize,
                AtRange = next.AtRange,
            });
        }

        return new(updated.MoveToImmutable(), readings.ToImmutable());
    }
}
