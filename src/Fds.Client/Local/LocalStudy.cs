using Fds.Client.Connections;
using Fds.Client.Following;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Client.StudyFiles;
using Fds.Contracts.Folders;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Local;

/// <summary>Runs one study on this machine, from its file to its result folder.</summary>
internal sealed class LocalStudy(Terminal terminal)
{
    /// <summary>Runs the study, or takes it up where it was.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Run(string file, string? data, string? to, bool restart, bool force, int? slots, CancellationToken cancellationToken)
    {
        StudySubmission submission = await StudyFileSource.Read(file, terminal, cancellationToken);
        submission = submission with { Specification = OwnFiles.Beside(submission.Specification, file) };
        terminal.Warn(StudyWarnings.Of(submission.Specification));
        string name = submission.Specification.Name;
        ResultFolder folder = ResultFolder.Claim(to ?? Path.Combine("results", name), submission, new(force, restart, ClaimMode.Restart));
        string state = Folders.Make(Path.Combine(folder.Root, FolderOwner.StateName));
        if (restart)
        {
            Forget(state);
        }

        PrivateSiloOptions options = PrivateSiloOptions.For(state, data, Parallelism(submission.Specification), slots);
        await using PrivateSilo silo = await PrivateSilo.Start(options, terminal.Time, cancellationToken);
        await using ClusterSession cluster = await ClusterSession.Connect(silo.Address, terminal.Time, cancellationToken);
        IStudyGrain study = cluster.Study(name);
        SubmitReply reply = await Submit(study, submission).WaitAsync(cancellationToken);
        Announce(reply, folder, silo);
        if (!await Follow(study, silo, cancellationToken))
        {
            silo.BeginStop();
            terminal.Say($"fds: {name} is paused; run the same command to continue.");
            return ExitCodes.Interrupted;
        }

        StudyResult result = (await study.GetResult())!;
        int code = Conclude(result, folder);
        if (HadEnded(reply))
        {
            terminal.Say($"fds: study {name} has already finished; use --restart to run it again");
        }

        return code;
    }

    /// <summary>How much of a study's work can go on at once: its replicas, or as many trials as there are slots for.</summary>
    public static int Parallelism(StudySpecification study) => study.Methods is [StudyMethod.Fds] ? study.Replicas : int.MaxValue;

    private static void Forget(string state)
    {
        using FolderLock held = FolderLock.Take(state);
        held.Empty();
    }

    private static bool HadEnded(SubmitReply reply) => reply.Outcome == SubmitOutcome.Resumed && reply.Status.State is not (StudyState.Running or StudyState.Paused);

    private static bool HasDoneNothing(StudyStatus status) => status is { OuterStep: 0, Trials: 0 } && status.Members.All(member => member is { OuterStep: 0, Trials: 0 });

    /// <summary>
    /// Submits a study or takes it up. Whoever runs it wants it to run: one that was paused by command goes on, and one that had failed before
    /// it did anything begins anew, as what was missing then may be there now.
    /// </summary>
    private async Task<SubmitReply> Submit(IStudyGrain study, StudySubmission submission)
    {
        SubmitReply reply = await study.Submit(submission);
        if (reply is { Outcome: SubmitOutcome.Resumed, Status.State: StudyState.Paused })
        {
            return reply with { Status = (await study.Resume()).Status };
        }

        if (reply is { Outcome: SubmitOutcome.Resumed, Status.State: StudyState.Failed } && HasDoneNothing(reply.Status))
        {
            terminal.Say($"fds: {reply.Status.Name} had failed before it finished any work ({reply.Status.Reason}); it starts again");
            await study.Delete(force: true);
            return await study.Submit(submission);
        }

        return reply;
    }

    private void Announce(SubmitReply reply, ResultFolder folder, PrivateSilo silo)
    {
        StudyStatus status = reply.Status;
        switch (reply.Outcome)
        {
            case SubmitOutcome.Conflict:
                throw new ConsoleException(ExitCodes.Usage, $"{folder.Root} holds another study named '{status.Name}'{Differing.Words(reply.Differences)}. Name another folder with --to, or {ClaimMode.Restart}.");
            case SubmitOutcome.Resumed when HadEnded(reply):
                terminal.Say($"fds: {status.Name} had already ended ({status.State})");
                break;
            case SubmitOutcome.Resumed:
                terminal.Say($"fds: {status.Name} continues at {Words.Position(status)}; metrics at {silo.Metrics}");
                break;
            default:
                terminal.Say($"fds: {status.Name} runs; metrics at {silo.Metrics}");
                break;
        }
    }

    /// <summary>Follows the study until it has ended.</summary>
    /// <returns>False where the user interrupted.</returns>
    private async Task<bool> Follow(IStudyGrain study, PrivateSilo silo, CancellationToken cancellationToken)
    {
        using CancellationTokenSource siloGone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task following = new StudyFollower(terminal).Follow(study, siloGone.Token);
        if (await Task.WhenAny(following, silo.Ended) != following && !cancellationToken.IsCancellationRequested)
        {
            await siloGone.CancelAsync();
            throw new ConsoleException(ExitCodes.StudyFailed, await silo.Obituary());
        }

        try
        {
            await following;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private int Conclude(StudyResult result, ResultFolder folder)
    {
        folder.Write(result);
        try
        {
            Show(result);
        }
        finally
        {
            // Where standard output takes no more, the results are in their folder all the same.
            Action<string> tell = result.Status.State == StudyState.Succeeded ? terminal.Say : terminal.Alert;
            tell($"fds: {result.Status.Name} {result.Status.State}{(result.Status.Reason is { } reason ? $": {reason}" : "")}");
            if (result.Verdict is { } verdict)
            {
                terminal.Say($"fds: {verdict}");
            }

            terminal.Say($"fds: results in {folder.Root}");
        }

        return result.Status.State == StudyState.Succeeded ? ExitCodes.Done : ExitCodes.StudyFailed;
    }

    private void Show(StudyResult result)
    {
        if (result.Fluctuation is { } measured)
        {
            FluctuationTables.Write(measured, terminal.Out);
            return;
        }

        Grid table = result.Methods.Length > 1 ? ComparisonTable.Of(MethodComparison.Of([result]), wide: false, TableFigures.People) : StudyTables.Methods(result, TableFigures.People);
        table.WriteTable(terminal.Out);
    }
}
