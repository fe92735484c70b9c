using System.Text;

namespace Fds.Cluster.Tests.Processes;

/// <summary>The fields of a protobuf message that have a length: texts, bytes and messages. Numbers are passed over.</summary>
internal sealed class ProtobufMessage
{
    private readonly ILookup<int, byte[]> fields;

    private ProtobufMessage(byte[] message) => fields = Read(message).ToLookup(field => field.Number, field => field.Content);

    public static ProtobufMessage Of(byte[] message) => new(message);

    /// <summary>The messages in a field, of which there may be any number.</summary>
    public IEnumerable<ProtobufMessage> Messages(int number) => fields[number].Select(Of);

    /// <summary>The text in a field; empty where it has none.</summary>
    public string Text(int number) => string.Concat(fields[number].Select(Encoding.UTF8.GetString));

    /// <summary>The bytes in a field as hexadecimal digits; empty where it has none.</summary>
    public string Hex(int number) => string.Concat(fields[number].Select(Convert.ToHexString));

    private static IEnumerable<(int Number, byte[] Content)> Read(byte[] message)
    {
        for (int at = 0; at < message.Length;)
        {
            ulong tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(message, ref at);
                    yield return ((int)(tag >> 3), message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Expected a protobuf message, but found the wire type {tag & 7} at byte {at}.");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
