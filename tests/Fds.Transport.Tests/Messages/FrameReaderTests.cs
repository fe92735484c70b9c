using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Fds.Transport.Messages;
using Xunit;

namespace Fds.Transport.Tests.Messages;

/// <summary>Lengths are seen however the bytes arrive, and the bytes pass unchanged.</summary>
public sealed class FrameReaderTests
{
    private const int Limit = 100;
    private readonly List<long> told = [];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Messages_WithinTheLimit_PassUnchangedAndUntold(int chunk)
    {
        byte[] bytes = [.. Preamble(20), .. Message(5, 0), .. Message(8, Limit), .. Message(200, 3)];
        Assert.Equal(bytes, await Pass(bytes, chunk));
        Assert.Empty(told);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Message_BeyondTheLimit_IsToldOnce(int chunk)
    {
        byte[] bytes = [.. Preamble(20), .. Message(5, 1), .. Message(8, Limit + 1), .. Message(8, Limit + 2)];
        Assert.Equal(bytes, await Pass(bytes, chunk));
        Assert.Equal([Limit + 1], told);
    }

    [Fact]
    public async Task Nonsense_IsNotRead()
    {
        byte[] bytes = [.. Preamble(2), .. Enumerable.Repeat((byte)0xff, 40)];
        Assert.Equal(bytes, await Pass(bytes, 5));
        Assert.Empty(told);
    }

    /// <summary>Sends bytes in chunks and reads them as Orleans does: what is not complete is examined and left.</summary>
    private async Task<byte[]> Pass(byte[] bytes, int chunk)
    {
        Pipe pipe = new();
        FrameReader subject = new(pipe.Reader, Limit, told.Add);
        List<byte> read = [];
        Task writing = Task.Run(async () =>
        {
            foreach (byte[] part in bytes.Chunk(chunk))
            {
                await pipe.Writer.WriteAsync(part);
            }

            await pipe.Writer.CompleteAsync();
        });
        while (true)
        {
            ReadResult result = await subject.ReadAsync(TestContext.Current.CancellationToken);
            long taken = result.IsCompleted ? result.Buffer.Length : result.Buffer.Length / 2;
            read.AddRange(result.Buffer.Slice(0, taken).ToArray());
            subject.AdvanceTo(result.Buffer.GetPosition(taken), result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        await writing;
        return [.. read];
    }

    private static byte[] Preamble(int length) => [.. Number(length), .. new byte[length]];

    private static byte[] Message(int header, int body) => [.. Number(header), .. Number(body), .. new byte[header + body]];

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
