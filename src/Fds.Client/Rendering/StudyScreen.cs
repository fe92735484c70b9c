using Fds.Contracts.Studies;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering;

/// <summary>A study as a live display: schedules as they are learned, hypergradients with their noise, and the work at hand.</summary>
internal static class StudyScreen
{
    private const int EventsShown = 6;

    public static IRenderable Render(StudyStatus status, IEnumerable<StudyEvent> events) => new Rows(
        new Markup(Heading(status)),
        status.Methods.Length > 1 ? Table(StudyTables.Members(status, TableFigures.People)) : Table(StudyTables.Hyperparameters(status, TableFigures.People)),
        Table(StudyTables.Replicas(StudyTables.AtHand(status), TableFigures.People)),
        Events(events));

    /// <summary>The last events, which is all there is to show until the first status comes.</summary>
    public static Rows Events(IEnumerable<StudyEvent> events) =>
        new(events.TakeLast(EventsShown).Select(happened => new Markup($"[grey]{Words.Time(happened.At)}[/] {Markup.Escape(happened.Message)}")));

    private static string Heading(StudyStatus status)
    {
        double rate = status.Replicas.Where(replica => replica.State == ReplicaState.Running).Sum(replica => replica.StepsPerSecond);
        return $"[bold]{Markup.Escape(status.Name)}[/]  {status.State}  {Words.Position(status)}  " +
            $"{Words.Number(rate)} inner steps/s  best validation {Words.Merit(status.BestValidationAccuracy, status.BestValidationLoss)}" +
            (status.EstimatedRemaining is { } remaining ? $"  about {Words.Span(remaining)} left" : "");
    }

    /// <summary>A grid with a frame.</summary>
    public static Table Table(Grid grid)
    {
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (string heading in grid.Headings)
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        foreach (IReadOnlyList<string> row in grid.Rows)
        {
            table.AddRow([.. row.Select(cell => Markup.Escape(cell))]);
        }

        return table;
    }
}
