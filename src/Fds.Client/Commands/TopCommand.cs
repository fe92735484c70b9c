using System.CommandLine;
using System.Runtime.CompilerServices;
using Fds.Client.Connections;
using Fds.Client.Rendering;
using Fds.Contracts.Scheduling;
using Fds.Client.Rendering.Screens;
using Spectre.Console.Rendering;
using Grid = Fds.Client.Rendering.Grid;

namespace Fds.Client.Commands;

/// <summary>fds top: silos, device slots with what they run, and what waits.</summary>
internal sealed class TopCommand : ClusterCommand
{
    private const int QueueShown = 50;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly Option<bool> once = new("--once") { Description = "Show the cluster once, even in a terminal." };

    public TopCommand(Terminal terminal)
        : base(terminal, "top", "Shows silos, device slots with their work, and the queue: live in a terminal until Ctrl-C, otherwise once.") => Add(once);

    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        bool table = Format(parsed) is OutputFormat.Table or OutputFormat.Wide;
        if (table && Terminal.IsInteractive && !parsed.GetValue(once))
        {
            return await Refresh(session.Overview, cancellationToken);
        }

        ClusterOverview cluster = await session.Overview.Get();
        if (table)
        {
            Terminal.Out.WriteLine(ClusterTables.Heading(cluster));
            foreach (Grid grid in (Grid[])[ClusterTables.Silos(cluster), ClusterTables.Slots(cluster), ClusterTables.Queue(cluster, QueueShown)])
            {
                Terminal.Out.WriteLine();
                grid.WriteTable(Terminal.Out);
            }
        }
        else
        {
            Data(parsed).Write(cluster, _ => ClusterTables.Slots(cluster), [.. cluster.Pools.SelectMany(pool => pool.Devices).Select(device => device.Device)]);
        }

        return ExitCodes.Done;
    }

    private async Task<int> Refresh(IOverviewGrain overview, CancellationToken cancellationToken)
    {
        try
        {
            await LiveScreen.Show(Terminal.Talk, Screens(overview, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how it ends.
        }

        return ExitCodes.Done;
    }

    private async IAsyncEnumerable<IRenderable> Screens(IOverviewGrain overview, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return new ClusterScreen(await overview.Get());
            await Task.Delay(Period, Terminal.Time, cancellationToken);
        }
    }
}
