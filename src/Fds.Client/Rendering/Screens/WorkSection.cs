using Fds.Contracts.Studies;

namespace Fds.Client.Rendering.Screens;

/// <summary>The runs of the step under way on a screen, those that run first.</summary>
internal static class WorkSection
{
    private const int LeastReason = 12;
    private const int MostIdle = 6;

    /// <summary>Makes it for a screen's width.</summary>
    public static ScreenSection Of(StudyStatus status, int width)
    {
        ReplicaStatus[] runs = [.. StudyTables.AtHand(status).OrderBy(run => run.State switch { ReplicaState.Running => 0, ReplicaState.Waiting => 2, ReplicaState.Completed => 3, _ => 1 })];
        ScreenTable table = new(
            [
                new("work", 1), new("inner step", 2), new("state", 3), new("loss", 5), new("accuracy", 7), new("steps/s", 6), new("device", 8), new("columns", 10), new("attempt", 9),
                new("reason", 4) { Least = LeastReason },
            ],
            [.. runs.Select(Row)]);
        // Nobody reads of hundreds of runs that each of them waits.
        int busy = runs.Count(run => run.State != ReplicaState.Waiting && run.State != ReplicaState.Completed);
        ScreenSection all = ScreenSection.Of(table, 1, width, rest => More(runs, rest));
        int wanted = Math.Min(all.Wanted, busy + MostIdle);
        return all with { Wanted = wanted, Usual = wanted };
    }

    private static IReadOnlyList<ScreenCell> Row(ReplicaStatus run) =>
    [
        ScreenCell.Text(Words.Work(run.Key)), ScreenCell.Text(run.InnerSteps > 0 ? $"{Figure.Whole(run.InnerStep)}/{Figure.Whole(run.InnerSteps)}" : ""), ScreenCell.Text(run.State.ToString()),
        ScreenCell.Text(run.Loss is null ? "" : Words.Number(run.Loss)), ScreenCell.Text(run.Accuracy is null ? "" : Words.Percent(run.Accuracy)), ScreenCell.Text(run.State == ReplicaState.Running ? Figure.Of(run.StepsPerSecond, 3) : ""),
        ScreenCell.Text(run.Device ?? ""), ScreenCell.Text(run.LiveColumns > 0 ? Figure.Whole(run.LiveColumns) : ""), ScreenCell.Text(Figure.Whole(run.Attempt)), ScreenCell.Text(run.Reason ?? ""),
    ];

    private static string More(ReplicaStatus[] runs, int rest)
    {
        IEnumerable<string> states = runs[^rest..].GroupBy(run => run.State).Select(state => $"{Figure.Whole(state.Count())} {state.Key.ToString().ToLowerInvariant()}");
        return $"… and {Figure.Whole(rest)} more runs: {string.Join(", ", states)}";
    }
}
