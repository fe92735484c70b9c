namespace Fds.Client.Streams;

/// <summary>Writes to a standard stream, and ends the command where that cannot be done.</summary>
/// <param name="descriptor">The stream's number.</param>
/// <param name="name">Its name, for messages; null: what cannot be written is dropped, since nobody could be told.</param>
internal sealed class DescriptorStream(int descriptor, string? name) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            Descriptor.Write(descriptor, buffer);
        }
        catch (ReaderGoneException)
        {
            throw;
        }
        catch (IOException) when (name is null)
        {
        }
        catch (IOException e)
        {
            throw new ConsoleException(ExitCodes.StudyFailed, $"{name} cannot be written: {FileFault.Reason(e)}.", e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
