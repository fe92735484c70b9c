using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Grains.Devices;
using Fds.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;

namespace Fds.Grains.Verification;

/// <summary>The runs of a study's variants, all from the seeds of its first replica.</summary>
/// <param name="study">The study.</param>
/// <param name="runsOf">The runs of a variant.</param>
internal sealed class VerificationRuns(StudySpecification study, Func<StudySpecification, IProblemRuns> runsOf)
{
    /// <summary>How a variant's hypergradients are computed over a horizon.</summary>
    public HypergradientComputation Computation(StudySpecification variant, Horizon horizon) => runsOf(variant).Computation(horizon);

    /// <summary>T of a horizon of the study.</summary>
    public int Steps(Horizon horizon)
    {
        int examples = runsOf(study).Examples;
        return SpecificationTranslation.Steps(study, horizon, examples - ValidationSplit.SizeOf(examples, study.Data.ValidationFraction));
    }

    /// <summary>A variant's hypergradients at given values.</summary>
    public HypergradientResult Hypergradient(StudySpecification variant, ImmutableArray<LearnedValue> values, Horizon horizon, CancellationToken stopping) =>
        runsOf(variant).Hypergradient(horizon, Request(values, stopping), new ColumnShard(), aboveChanceBefore: false);

    /// <summary>The validation loss at the end of a plain run at given values; NaN where it diverged.</summary>
    public double Loss(StudySpecification variant, ImmutableArray<LearnedValue> values, Horizon horizon, CancellationToken stopping)
    {
        RunResult result = runsOf(variant).Trial(horizon, Request(values, stopping), segment: null);
        return result.Ending == RunEnding.Completed ? result.Evaluation.Loss : double.NaN;
    }

    /// <summary>A result's hypergradients in the order of the learned values.</summary>
    public static double[] InOrder(HypergradientResult result)
    {
        double[] values = new double[result.Hypergradient.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[result.Columns[i]] = result.Hypergradient[i];
        }

        return values;
    }

    private RunRequest Request(ImmutableArray<LearnedValue> values, CancellationToken stopping) => new(
        SpecificationTranslation.Schedules(study, OuterLoop.Schedule(values)),
        kind => SpecificationTranslation.IsLearned(study, kind),
        new(study.Seeds.Base, 0, 0),
        _ => { },
        Checkpoints: null,
        stopping);
}
