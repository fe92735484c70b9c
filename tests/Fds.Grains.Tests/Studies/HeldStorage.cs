using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Storage;

namespace Fds.Grains.Tests.Studies;

/// <summary>A storage whose writes of one grain a test counts, and holds up until it lets them go or fail.</summary>
internal sealed class HeldStorage(IGrainStorage inner) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly ConcurrentDictionary<GrainId, TaskCompletionSource> Held = new();
    private static readonly ConcurrentDictionary<GrainId, int> Counts = new();

    public static int Writes(GrainId grain) => Counts.GetValueOrDefault(grain);

    /// <summary>Holds up every write of a grain until the source that this gives is completed or failed.</summary>
    public static TaskCompletionSource Hold(GrainId grain) => Held[grain] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static void LetGo(GrainId grain) => Held.TryRemove(grain, out _);

    /// <summary>Orleans asks whatever stands for a storage that takes part in the silo's life to take part itself.</summary>
    public void Participate(ISiloLifecycle lifecycle) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Whoever sees that a write was counted may open the gate, at which it is by then.
        Task open = Held.TryGetValue(grainId, out TaskCompletionSource? gate) ? gate.Task : Task.CompletedTask;
        Counts.AddOrUpdate(grainId, 1, (_, count) => count + 1);
        await open;

        await inner.WriteStateAsync(stateName, grainId, grainState);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, grainId, grainState);
}
