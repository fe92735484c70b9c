namespace Fds.Grains.Storage;

/// <summary>
/// Runs one write at a time. Changes during a write share the next write, which begins when the current one has ended. A save therefore
/// costs a write of its own only where nothing else is being saved.
/// </summary>
/// <param name="write">
/// Writes the state as it is when called or, where it has to await something first, as it is then. Called on the grain's turns only, as this class is: it has no locks.
/// </param>
internal sealed class GroupCommit(Func<Task> write)
{
    private Task running = Task.CompletedTask;
    private Task? next;

    /// <summary>Whether no write is running or due, so that memory and storage agree.</summary>
    public bool IsIdle => running.IsCompleted && next is null;

    /// <summary>A task that ends once everything saved so far is stored, and fails if that write failed.</summary>
    public Task Settled => next ?? running;

    /// <summary>Stores what has changed up to now.</summary>
    /// <returns>A task that ends, or fails, with the write that includes the change.</returns>
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
        // The callers of the previous write get its result; this write has its own.
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        (running, next) = (next!, null);
        await write();
    }
}
