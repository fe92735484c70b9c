using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Fds.Transport.Messages;

/// <summary>Passes a connection's bytes on unchanged and looks at the lengths that stand before each message.</summary>
/// <remarks>
/// Orleans' frames (version 10): a preamble with its length as 4 bytes before it; then messages, each with the lengths of header
/// and body as 4 bytes each before it, little-endian. A body that is too long is told of once; after it nothing is looked at.
/// </remarks>
internal sealed class FrameReader(PipeReader inner, int limit, Action<long> oversized) : PipeReader
{
    private const int PreamblePrefix = sizeof(int);
    private const int MessagePrefix = 2 * sizeof(int);

    private ReadOnlySequence<byte> buffer;
    private bool afterPreamble;
    private bool done;

    /// <summary>Where the next lengths stand, in bytes from the beginning of the buffer.</summary>
    private long next;

    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ReadResult result = await inner.ReadAsync(cancellationToken);
        Look(result.Buffer);
        return result;
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        bool read = inner.TryRead(out result);
        if (read)
        {
            Look(result.Buffer);
        }

        return read;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        next -= buffer.Slice(buffer.Start, consumed).Length;
        buffer = default;
        inner.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => inner.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private void Look(ReadOnlySequence<byte> now)
    {
        buffer = now;
        while (!done && Prefix(afterPreamble ? MessagePrefix : PreamblePrefix) is { } prefix)
        {
            int first = BinaryPrimitives.ReadInt32LittleEndian(prefix);
            int body = afterPreamble ? BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(PreamblePrefix)) : 0;
            done = first < 0 || body < 0 || body > limit;
            if (body > limit)
            {
                oversized(body);
            }

            next += prefix.Length + (long)first + body;
            afterPreamble = true;
        }
    }

    private byte[]? Prefix(int length) => next >= 0 && buffer.Length >= next + length ? buffer.Slice(next, length).ToArray() : null;
}
