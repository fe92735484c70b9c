using Fds.Contracts.Catalogue;
using Orleans.Runtime;

namespace Fds.Grains.Catalogue;

/// <summary>The list of studies. A study repeats its line on every change, so that a lost list is rebuilt.</summary>
[GrainType("fds-catalogue")]
internal sealed class CatalogueGrain([PersistentState("catalogue", StorageNames.Fds)] IPersistentState<CatalogueState> stored) : Grain, ICatalogueGrain
{
    private const int LargestPage = 1000;

    public async Task Record(StudySummary summary)
    {
        if (stored.State.Studies.TryGetValue(summary.Name, out StudySummary? known) && known == summary)
        {
            return;
        }

        stored.State.Studies[summary.Name] = summary;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // What is in memory is not what is stored: the next call reads that anew, so that a repeated line is written.
            DeactivateOnIdle();
            throw;
        }
    }

    public async Task Remove(string name)
    {
        if (!stored.State.Studies.Remove(name))
        {
            return;
        }

        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // What is in memory is not what is stored: the next call reads that anew.
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<StudyPage> List(string? from, int size)
    {
        int count = Math.Clamp(size, 1, LargestPage);
        List<StudySummary> found = [.. stored.State.Studies.Values.Where(study => from is null || string.CompareOrdinal(study.Name, from) >= 0).Take(count + 1)];
        return Task.FromResult(new StudyPage
        {
            Studies = [.. found.Take(count)],
            Next = found.Count > count ? found[count].Name : null,
        });
    }
}
