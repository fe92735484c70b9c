using Fds.Client.Streams;

namespace Fds.Client.Tests;

/// <summary>A stream that nobody reads any more.</summary>
internal sealed class UnreadStream : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count) => throw new ReaderGoneException();

    public override void Write(ReadOnlySpan<byte> buffer) => throw new ReaderGoneException();
}
