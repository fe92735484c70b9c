using Fds.Grains.Telemetry;
using Orleans.Runtime;
using Orleans.Storage;

namespace Fds.Grains.Storage;

/// <summary>Storage that counts its failures. A conflict of versions is not counted, because the grain reloads what is stored.</summary>
internal sealed class CountedStorage(IGrainStorage inner, FdsInstruments instruments) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Counted(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Counted(() => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Counted(() => inner.ClearStateAsync(stateName, grainId, grainState));

    private async Task Counted(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            instruments.OnStorageFailed();
            throw;
        }
    }
}
