using Fds.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Timers;

namespace Fds.Grains.Studies;

/// <summary>
/// In a cluster, an unfinished study keeps a reminder in the database: should the catalogue, through which studies are woken first, have
/// lost it, it still comes back. A silo with its state in files has no reminders.
/// </summary>
internal sealed partial class StudyGrain : IRemindable
{
    private const string ReminderName = "fds-unfinished";
    private bool? hasReminder;

    private IReminderRegistry? Reminders => ServiceProvider.GetService<IReminderTable>() is null ? null : ServiceProvider.GetService<IReminderRegistry>();

    private TimeSpan ReminderPeriod => ServiceProvider.GetRequiredService<IOptions<FdsClusterOptions>>().Value.Reminder;

    /// <summary>Being called is all it takes: the activation takes up the study.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        hasReminder = true;
        return Wake();
    }

    /// <summary>Sets the reminder of an unfinished study and takes away that of a finished one, until that has succeeded once.</summary>
    private async Task KeepReminder()
    {
        if (hasReminder == IsRunning || (State.Submission is null && hasReminder is null) || Reminders is not { } reminders)
        {
            return;
        }

        bool wanted = IsRunning;
        try
        {
            if (wanted)
            {
                await reminders.RegisterOrUpdateReminder(this.GetGrainId(), ReminderName, ReminderPeriod, ReminderPeriod);
            }
            else if (await reminders.GetReminder(this.GetGrainId(), ReminderName) is { } reminder)
            {
                await reminders.UnregisterReminder(this.GetGrainId(), reminder);
            }

            hasReminder = wanted;
        }
#pragma warning disable CA1031 // A second line of defence; the next tick tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotReminded(Name, e.Message);
        }
    }
}
