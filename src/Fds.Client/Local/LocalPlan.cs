using Fds.Client.Connections;
using Fds.Client.Faults;
using Fds.Contracts.Faults;
using Fds.Contracts.Planning;
using Fds.Contracts.Studies;

namespace Fds.Client.Local;

/// <summary>Plans a study with the devices and data of this machine, by a silo that lives as long as that takes.</summary>
internal static class LocalPlan
{
    /// <summary>Asks for the plan.</summary>
    /// <exception cref="ConsoleException">There is no silo here, or it does not start.</exception>
    public static async Task<StudyPlan> Ask(StudySpecification study, string? data, TimeProvider time, CancellationToken cancellationToken)
    {
        using PlanFolder folder = PlanFolder.Make(time);
        PrivateSiloOptions options = PrivateSiloOptions.For(folder.State, data, LocalStudy.Parallelism(study), slots: null) with { IsTemporary = true };
        await using PrivateSilo silo = await PrivateSilo.Start(options, time, cancellationToken);
        await using ClusterSession session = await ClusterSession.Connect(silo.Address, time, cancellationToken);
        try
        {
            return await session.Planner.Plan(study).WaitAsync(cancellationToken);
        }
        catch (InternalFaultException e)
        {
            throw new ConsoleException(ExitCodes.StudyFailed, $"{e.Message}{(FaultLog.Keep(silo.Log) is { } kept ? $" The silo's log is kept as {kept}." : "")}", e);
        }
        finally
        {
            // There is nothing that it should keep, and it may be in the middle of a long computation.
            silo.Kill();
        }
    }
}
