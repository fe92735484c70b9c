using Fds.Core.Schedules;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;

namespace Fds.Core.Tests.Training.Checkpoints;

/// <summary>A run over a folder of checkpoints, which can be stopped at any step and taken up again.</summary>
internal sealed record CheckpointedRun(string Folder, TrainingSetting Setting)
{
    public PerKind<Schedule> Schedules { get; init; } = new(new([0.05, 0.03]), Schedule.Constant(0.9), Schedule.Constant(1e-4));

    public RunSeeds Seeds { get; init; } = GlyphStudy.Seeds;

    public string Name { get; init; } = "study/Hypergradient/0/0";

    public TimeSpan Interval { get; init; } = TimeSpan.Zero;

    public bool KeepsOnStop { get; init; } = true;

    public CheckpointFolder Checkpoints => new(Folder);

    public string[] Files => [.. Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    /// <summary>Without checkpoints.</summary>
    public HypergradientResult Undisturbed() => HypergradientRun.Execute(Setting, Schedules, _ => true, Seeds);

    public RunResult UndisturbedRetraining() => RetrainingRun.Execute(Setting, Schedules, Seeds);

    public HypergradientResult Run(CheckpointRecorder recorder) =>
        HypergradientRun.Execute(Setting, Schedules, _ => true, Seeds, checkpoints: Of(recorder), cancellationToken: recorder.Stopping);

    public RunResult Retrain(CheckpointRecorder recorder) =>
        RetrainingRun.Execute(Setting, Schedules, Seeds, checkpoints: Of(recorder), cancellationToken: recorder.Stopping);

    /// <summary>Runs until a step, and stops there.</summary>
    public CheckpointRecorder StopAt(int step, bool retraining = false)
    {
        CheckpointRecorder recorder = new() { StopAfter = step };
        Xunit.Assert.Throws<OperationCanceledException>(() =>
        {
            _ = retraining ? (object)Retrain(recorder) : Run(recorder);
        });
        return recorder;
    }

    private RunCheckpoints Of(CheckpointRecorder recorder) => new(Checkpoints, Name, Interval, recorder, TimeProvider.System, () => KeepsOnStop);
}
