using Fds.Contracts.Faults;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Fds.Grains.Storage;

/// <summary>
/// Grain state as files under one folder, for one process: a write is a temporary file, flushed to disk and renamed, so that a crash
/// leaves either the old state or the new one.
/// </summary>
internal sealed class FileGrainStorage(StateFolder folder, IGrainStorageSerializer serializer, IActivatorProvider activators) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        if (folder.Read(path) is { } stored)
        {
            grainState.State = Understand<T>(folder.PathOf(path), stored);
            grainState.ETag = stored.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            Reset(grainState);
        }

        return Task.CompletedTask;
    }

    /// <summary>Writes the state as it is now; the grain may continue meanwhile.</summary>
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

    /// <summary>Deserializes a state. An undamaged file may still come from another version of this program.</summary>
    private T Understand<T>(string path, StoredState stored)
    {
        try
        {
            return serializer.Deserialize<T>(new BinaryData(stored.Body))!;
        }
#pragma warning disable CA1031 // A serializer fails in many ways, which all mean the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw new StateFolderException($"The state file {path} is whole, but this version of the program does not understand it. Use the version that wrote it, or delete the file to lose that state.", e);
        }
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
