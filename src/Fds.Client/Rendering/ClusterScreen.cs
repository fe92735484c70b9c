using Fds.Client.Rendering.Screens;
using Fds.Contracts.Scheduling;

namespace Fds.Client.Rendering;

/// <summary>A cluster as a live display of one screen: silos, slots with what they run, and the head of the queue.</summary>
internal sealed class ClusterScreen(ClusterOverview cluster) : FittedScreen
{
    private const int QueueShown = 100;
    private const int LeastRows = 2;
    private const int LeastText = 10;

    protected override IEnumerable<ScreenSection> Sections(int width, int height)
    {
        string heading = ClusterTables.Heading(cluster);
        return
        [
            new(1, 1, _ => [ScreenLine.Of(TextFit.Cut(heading, width))]),
            Of(ClusterTables.Silos(cluster), [1, 2, 3, 4, 5], width, "silos"),
            Of(ClusterTables.Slots(cluster), [2, 5, 6, 1, 7, 3], width, "slots"),
            Of(ClusterTables.Queue(cluster, QueueShown), [2, 4, 1, 3], width, "orders"),
        ];
    }

    /// <summary>A grid as a part of the screen.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="importance">How important each of its columns is.</param>
    /// <param name="width">The screen's width.</param>
    /// <param name="what">What its rows are.</param>
    private static ScreenSection Of(Grid grid, int[] importance, int width, string what) => ScreenSection.Of(
        new([.. grid.Headings.Select((heading, i) => new ScreenColumn(heading, importance[i]) { Least = LeastText })], [.. grid.Rows.Select(IReadOnlyList<ScreenCell> (row) => [.. row.Select(cell => ScreenCell.Name(cell))])]),
        LeastRows,
        width,
        rest => $"… and {Figure.Whole(rest)} more {what}");
}
