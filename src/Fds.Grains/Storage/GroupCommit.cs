namespace Fds.Grains.Storage;

/// <summary>
/// One write at a time: whatever changes while one is under way shares the next, which begins when that one has ended. A save therefore
/// costs a write of its own only where nothing else is being saved.
/// </summary>
/// <param name="write">
/// Writes the state as it is when called or, where it has to await something first, as it is then. Called on the grain's turns only, as this class is: it has no locks.
/// </param>
internal sealed class GroupCommit(Func<Task> write)
{
    private Task running = Task.CompletedTask;
    private Task? next;

    /// <summary>Whether no write is under way or due: what is in memory is what is stored.</summary>
    public bool IsIdle => running.IsCompleted && next is null;

    /// <summary>Ends once everything saved so far is stored; fails where that failed.</summary>
    public Task Settled => next ?? running;

    /// <summary>Stores what has changed up to now.</summary>
    /// <returns>A task that ends with the write that has it, as that write does.</returns>
    public Task Save()
    {
        if (IsIdle)
        {
            return running = write();
        }

        return next ??= After(running);
    }

    private async Task After(Task before)
    {
        // Whoever waits for the write before is told how it went; this one finds out for itself.
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        (running, next) = (next!, null);
        await write();
    }
}
