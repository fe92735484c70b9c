using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training.Checkpoints;

/// <summary>
/// A checkpoint's bytes: eight letters, version and header length (int32, little-endian), a header in JSON, the tensors' elements in
/// the header's order, and the SHA-256 of all before it.
/// </summary>
internal static class SnapshotFile
{
    private const int Version = 1;
    private const int PreambleLength = 16;
    private const int LongestHeader = 1 << 20;
    private const int ChecksumLength = SHA256.HashSizeInBytes;

    /// <summary>Elements that go to the file at once: what a device's tensor needs of host memory.</summary>
    private const long Chunk = 1 << 22;

    /// <summary>An accuracy that there is not is NaN, which JSON has no number for.</summary>
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static ReadOnlySpan<byte> Letters => "FDSCKPT\n"u8;

    /// <summary>Writes a snapshot.</summary>
    public static void Write(Stream file, RunIdentity run, RunSnapshot snapshot)
    {
        SnapshotHeader header = SnapshotHeader.Of(run, snapshot);
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header, Numbers);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            file.Write(bytes);
        }

        byte[] preamble = new byte[PreambleLength];
        Letters.CopyTo(preamble);
        BinaryPrimitives.WriteInt32LittleEndian(preamble.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(preamble.AsSpan(12), text.Length);
        Put(preamble);
        Put(text);
        foreach (SnapshotEntry entry in header.Tensors)
        {
            ForEachChunk(snapshot.Tensors[entry.Name], chunk => Put(chunk.cpu().bytes));
        }

        file.Write(hash.GetHashAndReset());
    }

    /// <summary>Reads a snapshot, its tensors in host memory and in the caller's dispose scope.</summary>
    /// <param name="file">The file, from its beginning; it can tell its length.</param>
    /// <param name="run">Whose it must be.</param>
    /// <param name="template">Has the tensors that must be in it, by name, type and shape.</param>
    /// <exception cref="CheckpointException">It is damaged or not of this run.</exception>
    public static RunSnapshot Read(Stream file, RunIdentity run, RunSnapshot template)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Take(Span<byte> bytes)
        {
            file.ReadExactly(bytes);
            hash.AppendData(bytes);
        }

        try
        {
            SnapshotHeader header = ReadHeader(file, Take);
            Check(header, run, template);
            using DisposeScope scope = NewDisposeScope();
            Dictionary<string, Tensor> tensors = [];
            foreach (SnapshotEntry entry in header.Tensors)
            {
                tensors[entry.Name] = empty([.. entry.Shape], entry.Type, CPU);
                ForEachChunk(tensors[entry.Name], chunk => Take(chunk.bytes));
            }

            byte[] checksum = new byte[ChecksumLength];
            file.ReadExactly(checksum);
            if (!hash.GetHashAndReset().AsSpan().SequenceEqual(checksum))
            {
                throw new CheckpointException("its content does not match the checksum at its end");
            }

            scope.MoveToOuter(tensors.Values);
            return header.With(tensors);
        }
        catch (Exception e) when (e is EndOfStreamException or JsonException or OverflowException)
        {
            throw new CheckpointException($"it is damaged: {e.Message}", e);
        }
    }

    private static SnapshotHeader ReadHeader(Stream file, SpanReader take)
    {
        byte[] preamble = new byte[PreambleLength];
        take(preamble);
        int version = BinaryPrimitives.ReadInt32LittleEndian(preamble.AsSpan(8));
        int length = BinaryPrimitives.ReadInt32LittleEndian(preamble.AsSpan(12));
        if (!preamble.AsSpan(0, Letters.Length).SequenceEqual(Letters))
        {
            throw new CheckpointException("it does not begin like a checkpoint");
        }

        if (version != Version)
        {
            throw new CheckpointException($"expected version {Version} of the format, but found {version}");
        }

        if (length is <= 0 or > LongestHeader)
        {
            throw new CheckpointException($"expected a header of at most {LongestHeader} bytes, but found {length}");
        }

        byte[] text = new byte[length];
        take(text);
        SnapshotHeader header = JsonSerializer.Deserialize<SnapshotHeader>(text, Numbers) ?? throw new CheckpointException("its header is empty");

        // Before memory is taken for the tensors: a length that is wrong shows here.
        long expected = PreambleLength + length + header.Tensors.Sum(entry => entry.Bytes) + ChecksumLength;
        return file.Length == expected ? header : throw new CheckpointException($"expected {expected} bytes, but found {file.Length}");
    }

    private static void Check(SnapshotHeader header, RunIdentity run, RunSnapshot template)
    {
        if (header.Run != run)
        {
            string what = header.Run?.Name == run.Name ? "with another specification, schedules, data or seeds" : $"(this run is {run.Name})";
            throw new CheckpointException($"it belongs to another run, {header.Run?.Name ?? "without a name"} {what}");
        }

        SnapshotEntry[] wanted = [.. SnapshotHeader.Entries(template.Tensors)];
        if (wanted.Length != header.Tensors.Length || wanted.Zip(header.Tensors).Any(pair => !pair.First.Fits(pair.Second)))
        {
            throw new CheckpointException($"expected tensors {string.Join("; ", wanted.AsEnumerable())}, but found {string.Join("; ", header.Tensors)}");
        }
    }

    /// <summary>The elements in their order, a part at a time, as views.</summary>
    private static void ForEachChunk(Tensor values, Action<Tensor> act)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = values.detach().reshape(-1);
        for (long at = 0; at < flat.shape[0]; at += Chunk)
        {
            using DisposeScope chunkScope = NewDisposeScope();
            act(flat.narrow(0, at, Math.Min(Chunk, flat.shape[0] - at)));
        }
    }
}
