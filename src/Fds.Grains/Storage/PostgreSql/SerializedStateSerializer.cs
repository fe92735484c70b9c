using Orleans.Storage;

namespace Fds.Grains.Storage.PostgreSql;

/// <summary>Reads states with another serializer, and writes bytes that were serialized before.</summary>
internal sealed class SerializedStateSerializer(IGrainStorageSerializer inner) : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => input as BinaryData ?? inner.Serialize(input);

    public T? Deserialize<T>(BinaryData input) => inner.Deserialize<T>(input);
}
