using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>
/// What happens when a study's own code throws. Half a change is neither stored nor built on: what is stored is read again, and whoever
/// told tells again. Too often in a row, and the study fails with the reason.
/// </summary>
internal sealed partial class StudyGrain
{
    /// <summary>Makes a change, whole or not at all.</summary>
    private async Task<T> InOneGo<T>(Func<T> change)
    {
        try
        {
            return change();
        }
        catch (Exception e)
        {
            await TakeBack(e, isLast: false);
            throw;
        }
    }

    /// <summary>Looks after the study on its own behalf, when nobody waits for an answer.</summary>
    /// <param name="tend">What is done.</param>
    /// <param name="cancellationToken">Set where the activation goes.</param>
    private async Task Bearing(Func<Task> tend, CancellationToken cancellationToken)
    {
        try
        {
            await tend();
            patience.Heard(Name);
        }
#pragma warning disable CA1031 // Left to the timer, it would come back with every tick.
        catch (Exception e) when (!broken && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            bool asksOthers = State.Phase is StudyPhase.Population or StudyPhase.Methods;
            if (asksOthers && !patience.IsOver(Name))
            {
                // Members may be out of reach for a while; the next tick asks them again.
                LogNotAsked(Name, Name, e.Message);
                return;
            }

            await TakeBack(e, isLast: asksOthers);
        }
    }

    /// <summary>Reads what is stored, counts the fault there, and ends the study if it was the last that is borne. This activation goes.</summary>
    private async Task TakeBack(Exception fault, bool isLast)
    {
        broken = true;
        LogTakenBack(Name, fault);
        try
        {
            await Stored().ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            await stored.ReadStateAsync();
            if (stored.RecordExists && IsActive)
            {
                State.Faults++;
                await (isLast || State.Faults >= Watchdog.MostFaults ? EndForFaults(fault) : stored.WriteStateAsync());
            }
        }
#pragma warning disable CA1031 // Whoever told is told of the first fault; what is stored is as it was.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotWritten(Name, e);
            broken = true;
        }

        DeactivateOnIdle();
    }

    /// <summary>Ends the study as it is stored, with its events and its line in the list.</summary>
    private async Task EndForFaults(Exception fault)
    {
        recent.RemoveAll(happened => happened.Sequence > State.Sequence);
        live.Clear();
        outlived.Clear();
        await ReadPages();
        broken = false;
        End(StudyState.Failed, Watchdog.OfFaults(State.Faults, fault));
        await SaveAndEnqueue();
    }
}
