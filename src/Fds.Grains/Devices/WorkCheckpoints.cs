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
/// cluster see, so that any silo can resume from another silo's checkpoint.
/// </summary>
internal sealed partial class WorkCheckpoints(IOptions<FdsSiloOptions> options, FdsInstruments instruments, TimeProvider time, ILogger<WorkCheckpoints> log)
{
    private const string States = "states";
    private const int MostTries = 10;
    private readonly FdsInstruments instruments = instruments;

    /// <summary>The checkpoints of one run of a work order. The folder's path consists of study, kind, outer step and replica.</summary>
    /// <param name="slot">Where it runs.</param>
    /// <param name="order">The order.</param>
    /// <param name="control">Says whether the run is still wanted.</param>
    /// <param name="restored">Receives the inner step that the run continues from, and its cost up to there.</param>
    /// <exception cref="CheckpointException">The study's name could lead elsewhere.</exception>
    public RunCheckpoints Of(DeviceSlot slot, WorkOrder order, RunControl control, Action<int, double> restored) => new(
        new(FolderOf(order.Key.Study, order.Key.ToString())),
        order.Key.ToString(),
        options.Value.CheckpointInterval,
        new RunObserver(this, slot, order, restored),
        time,
        () => !control.IsAbandoned());

    /// <summary>The folder for a trial's end state, which later trials continue from.</summary>
    /// <exception cref="CheckpointException">The study's name could lead elsewhere.</exception>
    public string StateOf(string study, int trial) => FolderOf(study, Path.Combine(study, States, trial.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Drops the checkpoints of one piece of work.</summary>
    public void Remove(WorkKey work) => Try(work.Study, work.ToString(), folder => new CheckpointFolder(folder).Remove());

    /// <summary>Drops the checkpoints of everything of one kind at one outer step.</summary>
    public void RemoveStep(WorkKey any) => RemoveAll(any.Study, any.Kind.ToString(), any.OuterStep.ToString(CultureInfo.InvariantCulture));

    /// <summary>Drops the checkpoints of a study.</summary>
    public void RemoveStudy(string study) => RemoveAll(study);

    /// <summary>Drops the checkpoints of a study's work, but keeps the end states of its trials.</summary>
    public void RemoveWork(string study) => Array.ForEach(Enum.GetNames<WorkKind>(), kind => RemoveAll(study, kind));

    /// <summary>Drops the end state of one trial that no other trial will continue from.</summary>
    public void RemoveState(string study, int trial) => RemoveAll(study, States, trial.ToString(CultureInfo.InvariantCulture));

    /// <summary>The path of something that belongs to a study. It is always inside the study's own folder, whatever the study's name.</summary>
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
                // Another silo removed a part of it first; the rest is still there.
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
            // A device that does not know yet may still write there. The rest is removed together with the step or the study.
            LogNotRemoved(study, inside, e.Message);
        }
    }

    /// <summary>Records the events of one run's checkpoints: in the log, the metrics and the position.</summary>
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
