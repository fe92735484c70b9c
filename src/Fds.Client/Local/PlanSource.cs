using Fds.Client.Connections;
using Fds.Client.StudyFiles;
using Fds.Contracts.Planning;
using Fds.Contracts.Studies;

namespace Fds.Client.Local;

/// <summary>Who is asked for a study's plan: a cluster that was named, else this machine's own silo, else the cluster that the environment names.</summary>
/// <param name="terminal">Where is told who is asked.</param>
/// <param name="findSilo">Finds the silo's program on this machine; null where there is none.</param>
internal sealed class PlanSource(Terminal terminal, Func<string?> findSilo)
{
    /// <summary>A study's plan; null where there is nobody to ask for it.</summary>
    /// <param name="study">The study.</param>
    /// <param name="file">Path of its file.</param>
    /// <param name="data">Folder of data sets on this machine.</param>
    /// <param name="cluster">The cluster that was named on the command line; null: none.</param>
    /// <param name="certify">Adds the certificates to a cluster's address.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="ConsoleException">The study cannot run there, or nobody answers.</exception>
    public async Task<StudyPlan?> Plan(StudySpecification study, string file, string? data, ClusterAddress? cluster, Func<ClusterAddress, ClusterAddress> certify, CancellationToken cancellationToken)
    {
        if (cluster is null && findSilo() is not null)
        {
            return await LocalPlan.Ask(OwnFiles.Beside(study, file), data, terminal.Time, cancellationToken);
        }

        ClusterAddress? asked = cluster ?? ClusterAddress.Named();
        if (asked is null)
        {
            return null;
        }

        if (cluster is null)
        {
            terminal.Say($"fds: there is no silo on this machine, so the cluster at {asked} (from {asked.Source}) makes the plan");
        }

        await using ClusterSession session = await ClusterSession.Connect(certify(asked), terminal.Time, cancellationToken);
        return await session.Planner.Plan(study).WaitAsync(cancellationToken);
    }
}
