using System.Collections.Immutable;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>
/// A coordinator's connection to the scheduler and the catalogue. If one is unreachable, the study continues, and the next tick repeats the
/// call.
/// </summary>
internal sealed class StudyScheduler(string study, IGrainFactory grains, StudyLog log)
{
    /// <summary>Whether the catalogue has the study's latest line.</summary>
    public bool IsListed { get; private set; } = true;

    /// <summary>Sends the pool's scheduler the orders for waiting work.</summary>
    public async Task Enqueue(string pool, ImmutableArray<WorkOrder> orders)
    {
        if (!orders.IsEmpty)
        {
            await Try(() => Of(pool).Enqueue(orders), log.NotQueued);
        }
    }

    /// <summary>Withdraws the study's orders from the scheduler. A run that still starts is fenced off at its first report.</summary>
    public Task Forget(string pool) => Try(() => Of(pool).Forget(study), log.NotQueued);

    /// <summary>Why the study's work waits; null where the scheduler does not say.</summary>
    public async Task<WaitReport?> Explain(string pool)
    {
        WaitReport? waits = null;
        await Try(async () => waits = await Of(pool).Explain(study), log.NotQueued);
        return waits;
    }

    /// <summary>How many trials may run at once: as many as the pool has devices, unless the study says otherwise.</summary>
    public async Task<int> CountSlots(string pool, StudySpecification specification)
    {
        if (specification.Resources.Parallelism is { } parallelism)
        {
            return parallelism;
        }

        PoolStatus status = await Of(pool).GetStatus();
        return Math.Max(1, status.Devices.Count(device => !device.Draining));
    }

    /// <summary>The same; null where the scheduler does not say.</summary>
    public async Task<int?> TryCountSlots(string pool, StudySpecification specification)
    {
        int? slots = null;
        await Try(async () => slots = await CountSlots(pool, specification), log.NotQueued);
        return slots;
    }

    /// <summary>Writes the study's line in the catalogue, through which studies are woken.</summary>
    public async Task Record(StudySummary summary)
    {
        IsListed = false;
        IsListed = await Try(() => Catalogue.Record(summary), log.NotListed);
    }

    /// <summary>Removes the study's line.</summary>
    public Task Remove() => Catalogue.Remove(study);

    private ICatalogueGrain Catalogue => grains.GetGrain<ICatalogueGrain>(0);

    private ISchedulerGrain Of(string pool) => grains.GetGrain<ISchedulerGrain>(pool);

    private async Task<bool> Try(Func<Task> tell, Action<string, string> complain)
    {
        try
        {
            await tell();
            return true;
        }
#pragma warning disable CA1031 // The next tick repeats it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            complain(study, e.Message);
            return false;
        }
    }
}
