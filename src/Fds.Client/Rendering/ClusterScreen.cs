using Fds.Contracts.Scheduling;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering;

/// <summary>A cluster as a live display: silos, slots with what they run, and the head of the queue.</summary>
internal static class ClusterScreen
{
    private const int QueueShown = 10;

    public static IRenderable Render(ClusterOverview cluster) => new Rows(
        new Markup($"[bold]{Markup.Escape(ClusterTables.Heading(cluster))}[/]"),
        Table(ClusterTables.Silos(cluster)),
        Table(ClusterTables.Slots(cluster)),
        Table(ClusterTables.Queue(cluster, QueueShown)));

    /// <summary>A grid with a frame.</summary>
    private static Table Table(Grid grid)
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
