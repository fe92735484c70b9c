using System.Globalization;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Training.Checkpoints;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Devices;

/// <summary>
/// Where the checkpoints of every piece of work are: a folder of its own under the one that the settings name, which all silos of a
/// cluster see, so that any of them takes up what another left.
/// </summary>
internal sealed partial class WorkCheckpoints(IOptions<FdsSiloOptions> options, FdsInstruments instruments, TimeProvider time, ILogger<WorkCheckpoints> log)
{
    private const string States = "states";
    private const int MostTries = 10;
    private readonly FdsInstruments instruments = instruments;

    /// <summary>The checkpoints of one run of a work order, in a folder that is its work's name as a path: study, kind, outer step, replica.</summary>
    /// <param name="slot">Where it runs.</param>
    /// <param name="order">The order.</param>
    /// <param name="control">Says whether the run is still wanted.</param>
    /// <param name="restored">Told the inner step that the run goes on from, and what it had cost by then.</param>
    /// <exception cref="CheckpointException">The study's name could lead elsewhere.</exception>
    public RunCheckpoints Of(DeviceSlot slot, WorkOrder order, RunControl control, Action<int, double> restored) => new(
        new(FolderOf(order.Key.Study, order.Key.ToString())),
        order.Key.ToString(),
        options.Value.CheckpointInterval,
        new RunObserver(this, slot, order, restored),
        time,
        () => !control.IsAbandoned());

    /// <summary>The folder where a trial leaves its end state for the trials that go on from it.</summary>
    /// <exception cref="CheckpointException">The study's name could lead elsewhere.</exception>
    public string StateOf(string study, int trial) => FolderOf(study, Path.Combine(study, States, trial.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Drops the checkpoints of one piece of work.</summary>
    public void Remove(WorkKey work) => Try(work.Study, work.ToString(), folder => new CheckpointFolder(folder).Remove());

    /// <summary>Drops the checkpoints of everything of one kind at one outer step.</summary>
    public void RemoveStep(WorkKey any) => RemoveAll(any.Study, any.Kind.ToString(), any.OuterStep.ToString(CultureInfo.InvariantCulture));

    /// <summary>Drops the checkpoints of a study.</summary>
    public void RemoveStudy(string study) => RemoveAll(study);

    /// <summary>Drops the checkpoints of a study's work, and keeps the states that its trials hand on.</summary>
    public void RemoveWork(string study) => Array.ForEach(Enum.GetNames<WorkKind>(), kind => RemoveAll(study, kind));

    /// <summary>Drops the end state of one trial, which no other will go on from.</summary>
    public void RemoveState(string study, int trial) => RemoveAll(study, States, trial.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where something of a study is, whoever named the study: in a folder of its own.</summary>
    /// <exception cref="CheckpointException">The study's name could lead elsewhere.</exception>
    private string FolderOf(string study, string inside) =>
        StudyName.Complaint(study) is { } complaint ? throw new CheckpointException(complaint) : Path.Combine(options.Value.CheckpointFolder, inside);

    private void RemoveAll(string study, params string[] below) => Try(study, Path.Combine([study, .. below]), DeleteFolder);

    private static void DeleteFolder(string folder)
    {
        for (int tries = 0; tries < MostTries && Directory.Exists(folder); tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another was faster with a part of it: the rest is still there.
            }
        }
    }

    private void Try(string study, string inside, Action<string> remove)
    {
        try
        {
            remove(FolderOf(study, inside));
        }
        catch (DirectoryNotFoundException)
        {
            // There is none, or another silo was faster.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CheckpointException)
        {
            // A device that has not heard yet may be writing there. What is left goes with the step or the study.
            LogNotRemoved(inside, e.Message);
        }
    }

    /// <summary>Says what becomes of one run's checkpoints: log, metrics, position.</summary>
    private sealed class RunObserver(WorkCheckpoints owner, DeviceSlot slot, WorkOrder order, Action<int, double> restored) : ICheckpointObserver
    {
        public void OnWritten(int step, long bytes, TimeSpan time)
        {
            owner.instruments.OnCheckpointWritten(slot, order.Key, time);
            owner.LogWritten(slot.Key, order.Key, step, bytes, time.TotalMilliseconds);
        }

        public void OnNotWritten(int step, Exception reason)
        {
            owner.instruments.OnCheckpointFailed(slot, order.Key);
            owner.LogNotWritten(slot.Key, order.Key, step, reason.Message);
        }

        public void OnRestored(int step, double cost)
        {
            owner.instruments.OnCheckpointRestored(slot, order.Key);
            owner.LogRestored(slot.Key, order.Key, order.Attempt, step);
            restored(step, cost);
        }

        public void OnRejected(string file, string reason)
        {
            owner.instruments.OnCheckpointRejected(slot, order.Key);
            owner.LogRejected(slot.Key, order.Key, file, reason);
        }
    }
}
