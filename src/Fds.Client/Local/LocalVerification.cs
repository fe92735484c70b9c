using Fds.Client.Connections;
using Fds.Client.Faults;
using Fds.Contracts.Faults;
using Fds.Contracts.Verification;

namespace Fds.Client.Local;

/// <summary>Verifies a study with the device and data of this machine, by a silo that lives as long as that takes.</summary>
/// <param name="terminal">Where is told what is under way.</param>
internal sealed class LocalVerification(Terminal terminal)
{
    /// <summary>Verifies.</summary>
    /// <param name="request">What is verified.</param>
    /// <param name="data">Folder of data sets.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="ConsoleException">There is no silo here, it does not start, or it ended before it had a report.</exception>
    public async Task<VerificationReport> Run(VerificationRequest request, string? data, CancellationToken cancellationToken)
    {
        using PlanFolder folder = PlanFolder.Make(terminal.Time);
        PrivateSiloOptions options = PrivateSiloOptions.For(folder.State, data, replicas: 1, slots: 1) with { IsTemporary = true };
        await using PrivateSilo silo = await PrivateSilo.Start(options, terminal.Time, cancellationToken);
        await using ClusterSession session = await ClusterSession.Connect(silo.Address, terminal.Time, cancellationToken);
        using CancellationTokenSource listening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Task<VerificationReport> following = Follow(session.Verifier.Verify(request, listening.Token), listening.Token);
            if (await Task.WhenAny(following, silo.Ended) != following && !cancellationToken.IsCancellationRequested)
            {
                await listening.CancelAsync();
                throw new ConsoleException(ExitCodes.StudyFailed, $"the silo ended before it reached a verdict, which can mean that memory ran out.");
            }

            return await following;
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

    private async Task<VerificationReport> Follow(IAsyncEnumerable<VerificationProgress> events, CancellationToken cancellationToken)
    {
        string said = "";
        await foreach (VerificationProgress happened in events.WithCancellation(cancellationToken))
        {
            if (happened.Report is { } report)
            {
                return report;
            }

            string place = happened.Parts == 0 ? "" : $"{happened.Done + 1} of {happened.Parts}: ";
            if (happened.Doing.Length > 0 && said != place + happened.Doing)
            {
                said = place + happened.Doing;
                terminal.Say($"fds: {said}");
            }
        }

        throw new ConsoleException(ExitCodes.StudyFailed, "the silo stopped before it reached a verdict.");
    }
}
