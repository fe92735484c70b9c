using Fds.Contracts.Catalogue;
using Fds.Grains.Telemetry;
using Orleans.Runtime;

namespace Fds.Grains.Catalogue;

/// <summary>
/// The list of studies. A study repeats its line on every change, so that a lost list is rebuilt. A new study and the end of one are
/// stored before they are answered; everything else is stored together, once a second, since the list is long and changes often.
/// </summary>
[GrainType("fds-catalogue")]
internal sealed class CatalogueGrain([PersistentState("catalogue", StorageNames.Fds)] IPersistentState<CatalogueState> stored, FdsInstruments instruments) : Grain, ICatalogueGrain
{
    private const int LargestPage = 1000;
    private static readonly TimeSpan WritePeriod = TimeSpan.FromSeconds(1);
    private bool changed;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        CountStudies();
        this.RegisterGrainTimer(_ => WriteIfChanged(), new GrainTimerCreationOptions(WritePeriod, WritePeriod));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        instruments.OnStudiesListed(null);
        return WriteIfChanged();
    }

    public async Task Record(StudySummary summary)
    {
        if (stored.State.Studies.TryGetValue(summary.Name, out StudySummary? known) && known == summary)
        {
            return;
        }

        stored.State.Studies[summary.Name] = summary;
        changed = true;
        if (known?.State != summary.State)
        {
            await WriteIfChanged();
        }
    }

    public async Task Remove(string name)
    {
        if (stored.State.Studies.Remove(name))
        {
            changed = true;
            await WriteIfChanged();
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

    private async Task WriteIfChanged()
    {
        if (!changed)
        {
            return;
        }

        changed = false;
        CountStudies();
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // Memory differs from what is stored. The next call reads the stored list again, so that a repeated line is written.
            DeactivateOnIdle();
            throw;
        }
    }

    private void CountStudies() => instruments.OnStudiesListed(stored.State.Studies.Values.CountBy(study => study.State).ToDictionary());
}
