using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>What a study's retrainings are compared by, and what one that diverged counts as.</summary>
/// <param name="Measure">Test accuracy or test loss.</param>
/// <param name="Value">That of a constant guess; null where it is not known.</param>
internal sealed record Guess(TestMeasure Measure, double? Value)
{
    /// <summary>Of a study.</summary>
    public static Guess Of(StudyResult study)
    {
        TestMeasure measure = TestMeasure.Of(study);
        return new(measure, measure.ConstantGuess(study.Status.Data, study.Methods.SelectMany(method => method.Retrainings)));
    }

    /// <summary>The runs with one schedule by their seeds; one that ended otherwise, or whose figure nobody knows, is left out.</summary>
    public IEnumerable<(int Seed, double Value)> Judged(IEnumerable<RetrainRecord> runs, RetrainedSchedule schedule) =>
        from run in runs
        where run.Schedule == schedule
        let figure = run.State == ReplicaState.Completed ? Measure.Of(run) : run.State == ReplicaState.Diverged ? Value : null
        where figure is not null
        select (run.Seed, figure.Value);
}
