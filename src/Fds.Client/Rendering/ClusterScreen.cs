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
        StudyScreen.Table(ClusterTables.Silos(cluster)),
        StudyScreen.Table(ClusterTables.Slots(cluster)),
        StudyScreen.Table(ClusterTables.Queue(cluster, QueueShown)));
}
