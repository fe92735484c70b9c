using Fds.Contracts.Faults;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;

namespace Fds.Grains.Storage.PostgreSql;

/// <summary>
/// Grain state through Orleans' ADO.NET provider, patient with a database that restarts: what failed with a passing fault is tried
/// again for some seconds. That is safe for writes too, because each names the version it replaces: one that was stored although its
/// answer was lost ends in a conflict, upon which the grain reloads what is stored.
/// </summary>
/// <remarks>
/// The provider takes keys that look like numbers for numbers, so that 1 and 01 would share a row. It is given the grain's whole
/// identity as the key instead, which never looks like one.
/// </remarks>
internal sealed partial class DatabaseGrainStorage(AdoNetGrainStorage inner, IGrainStorageSerializer serializer, FdsInstruments instruments, TimeProvider time, ILogger<DatabaseGrainStorage> log)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly GrainType KeyType = GrainType.Create("fds");

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.6), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4),
    ];

    public void Participate(ISiloLifecycle lifecycle) => inner.Participate(lifecycle);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Patiently(grainId, () => inner.ReadStateAsync(stateName, Key(grainId), grainState));

    /// <summary>Writes the state as it is now: the provider would read it once it is connected, on another thread than the grain's.</summary>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        GrainState<BinaryData> written = new(serializer.Serialize(grainState.State), grainState.ETag) { RecordExists = grainState.RecordExists };
        await Patiently(grainId, () => inner.WriteStateAsync(stateName, Key(grainId), written));
        (grainState.ETag, grainState.RecordExists) = (written.ETag, written.RecordExists);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Patiently(grainId, () => inner.ClearStateAsync(stateName, Key(grainId), grainState));

        // The row is gone: the next write makes one, as in a folder of files.
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    private static GrainId Key(GrainId grainId) => GrainId.Create(KeyType, grainId.ToString());

    private async Task Patiently(GrainId grainId, Func<Task> call)
    {
        for (int failures = 0; ; failures++)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception e) when (failures < Pauses.Length && e is not InconsistentStateException && Database.Passes(e))
            {
                instruments.OnStorageRetried();
                LogRetried(grainId, failures + 1, e.Message);
                await Task.Delay(Pauses[failures], time);
            }
            catch (Exception e) when (e is not InconsistentStateException)
            {
                // The caller may be a console, which does not know the provider's own exceptions.
                throw new DatabaseException($"The state of {grainId} cannot be reached in the database: {Database.Reason(e)}.", e);
            }
        }
    }
}
