using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Fds.Grains.Storage;

/// <summary>
/// Grain state as files under one folder, for one process: a write is a temporary file, flushed to disk and renamed, so that a crash
/// leaves the state before or the state after and nothing else.
/// </summary>
internal sealed class FileGrainStorage(StateFolder folder, IGrainStorageSerializer serializer, IActivatorProvider activators) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (folder.Read(PathOf(stateName, grainId)) is { } stored)
        {
            grainState.State = serializer.Deserialize<T>(new BinaryData(stored.Body));
            grainState.ETag = stored.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            Reset(grainState);
        }

        return Task.CompletedTask;
    }

    /// <summary>Writes the state as it is now; the grain may go on meanwhile.</summary>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ReadOnlyMemory<byte> body = serializer.Serialize(grainState.State).ToMemory();
        grainState.ETag = await folder.Replace(PathOf(stateName, grainId), grainState.ETag, body);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await folder.Delete(PathOf(stateName, grainId), grainState.ETag);
        Reset(grainState);
    }

    private static string PathOf(string stateName, GrainId grainId) =>
        Path.Combine(Uri.EscapeDataString(stateName), Uri.EscapeDataString(grainId.ToString()) + ".state");

    private void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }
}
