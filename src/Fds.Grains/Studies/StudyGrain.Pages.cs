using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>Trials that fill a page leave the state: a write costs the same after ten thousand of them as after some hundred.</summary>
internal sealed partial class StudyGrain
{
    private TrialPages? pages;

    /// <summary>How many of the state's trials are stored with it.</summary>
    private int storedTrials;

    private TrialPages Pages => pages ??= new(storage, Name);

    private async Task ReadPages()
    {
        storedTrials = State.Trials.Count;
        for (int page = 0; page < State.TrialPages; page++)
        {
            State.Paged.AddRange(await Pages.Read(page));
        }
    }

    /// <summary>
    /// Writes pages before the state that no longer has their trials. Only trials that the stored state has go there: should this be all that
    /// happens, or happen twice, in two activations of which one is thought dead, the page is the same.
    /// </summary>
    private async Task TurnFullPages()
    {
        while (storedTrials >= TrialPages.Size)
        {
            ImmutableArray<TrialRecord> full = [.. State.Trials.Take(TrialPages.Size)];
            await Pages.Write(State.TrialPages, full);
            State.Paged.AddRange(full);
            State.Trials.RemoveRange(0, TrialPages.Size);
            State.TrialPages++;
            storedTrials -= TrialPages.Size;
        }
    }
}
