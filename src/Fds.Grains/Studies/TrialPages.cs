using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Orleans.Runtime;
using Orleans.Storage;

namespace Fds.Grains.Studies;

/// <summary>
/// A study's full pages of trials, each a stored record of its own, so that a study's state stays short however many trials there are.
/// A page counts once the study's state counts it. An uncounted page may exist; it is then written again.
/// </summary>
internal sealed class TrialPages(IGrainStorage storage, string study)
{
    /// <summary>Trials on a page.</summary>
    public const int Size = 256;

    private const string StateName = "trials";

    /// <summary>The trials of a page.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public async Task<ImmutableArray<TrialRecord>> Read(int page)
    {
        GrainState<TrialPage> stored = await Find(page);
        return stored is { RecordExists: true, State: { } full } ? full.Trials : throw new InvalidOperationException($"Page {page} of the trials of {study} is not stored. Restore it from a backup.");
    }

    /// <summary>Stores a page and replaces an existing one.</summary>
    public async Task Write(int page, ImmutableArray<TrialRecord> trials)
    {
        GrainState<TrialPage> stored = await Find(page);
        stored.State = new() { Trials = trials };
        await storage.WriteStateAsync(StateName, Id(page), stored);
    }

    /// <summary>Removes all pages, the last one first, so that the remaining pages are found again if this is interrupted.</summary>
    public async Task Clear()
    {
        Stack<GrainState<TrialPage>> found = [];
        for (GrainState<TrialPage> page = await Find(0); page.RecordExists; page = await Find(found.Count))
        {
            found.Push(page);
        }

        while (found.TryPop(out GrainState<TrialPage>? page))
        {
            await storage.ClearStateAsync(StateName, Id(found.Count), page);
        }
    }

    private async Task<GrainState<TrialPage>> Find(int page)
    {
        GrainState<TrialPage> stored = new(new());
        await storage.ReadStateAsync(StateName, Id(page), stored);
        return stored;
    }

    private GrainId Id(int page) => GrainId.Create("fds-trials", $"{study}/{page}");
}
