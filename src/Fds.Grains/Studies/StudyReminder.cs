using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Timers;

namespace Fds.Grains.Studies;

/// <summary>
/// In a cluster, an unfinished study keeps a reminder in the database: should the catalogue, through which studies are woken first, have
/// lost it, it still comes back. A silo with its state in files has no reminders.
/// </summary>
/// <param name="study">The study's name.</param>
/// <param name="grain">Its coordinator.</param>
/// <param name="services">The silo's services.</param>
/// <param name="period">How often it is reminded.</param>
/// <param name="log">The log.</param>
internal sealed class StudyReminder(string study, GrainId grain, IServiceProvider services, TimeSpan period, StudyLog log)
{
    private const string ReminderName = "fds-unfinished";
    private bool? isSet;

    /// <summary>Notes that the reminder was heard.</summary>
    public void Heard() => isSet = true;

    /// <summary>Sets the reminder of an unfinished study and removes that of a finished one, until that has succeeded once.</summary>
    /// <param name="isRunning">Whether the study is unfinished.</param>
    /// <param name="exists">Whether there is a study.</param>
    public async Task Keep(bool isRunning, bool exists)
    {
        if (isSet == isRunning || (!exists && isSet is null) || services.GetService<IReminderTable>() is null || services.GetService<IReminderRegistry>() is not { } reminders)
        {
            return;
        }

        try
        {
            if (isRunning)
            {
                await reminders.RegisterOrUpdateReminder(grain, ReminderName, period, period);
            }
            else if (await reminders.GetReminder(grain, ReminderName) is { } reminder)
            {
                await reminders.UnregisterReminder(grain, reminder);
            }

            isSet = isRunning;
        }
#pragma warning disable CA1031 // A second line of defence; the next tick tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.NotReminded(study, e.Message);
        }
    }
}
