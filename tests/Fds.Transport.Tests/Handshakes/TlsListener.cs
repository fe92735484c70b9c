using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Fds.Transport.Certificates;
using Fds.Transport.Handshakes;
using Fds.Transport.Streams;
using Microsoft.AspNetCore.Connections;

namespace Fds.Transport.Tests.Handshakes;

/// <summary>A port on loopback behind mutual TLS that sends every byte back.</summary>
internal sealed class TlsListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly MutualTls tls;
    private readonly Task accepting;

    public TlsListener(Port port, CertificateStore certificates, TimeProvider? time = null)
    {
        tls = new(port, certificates, Observer, time ?? TimeProvider.System);
        listener.Start();
        accepting = Accept();
    }

    public RecordingObserver Observer { get; } = new();

    public async Task<TcpClient> Connect()
    {
        TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        return client;
    }

    /// <summary>Connects as a silo or console would, sends a word and reads it back.</summary>
    public async Task<string> Talk(CertificateStore certificates, RecordingObserver? observer = null)
    {
        using TcpClient client = await Connect();
        string answer = "";
        await new MutualTls(Port.Outgoing, certificates, observer ?? new(), TimeProvider.System).OnConnectionAsync(Context(client), async context =>
        {
            await context.Transport.Output.WriteAsync("hello"u8.ToArray());
            ReadResult read = await context.Transport.Input.ReadAtLeastAsync(5);
            answer = System.Text.Encoding.ASCII.GetString(read.Buffer.FirstSpan);
            context.Transport.Input.AdvanceTo(read.Buffer.End);
        });
        return answer;
    }

    /// <summary>Waits until a refusal was told of.</summary>
    public async Task<Refusal> Refusal()
    {
        for (int hundredth = 0; hundredth < 1000 && Observer.Refusals.IsEmpty; hundredth++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        return Observer.Refusals.TryDequeue(out var refused) ? refused.Refusal : throw new TimeoutException("Waited 10 s for a refusal.");
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await accepting;
        listener.Stop();
        stopping.Dispose();
    }

    private static DefaultConnectionContext Context(TcpClient client)
    {
        NetworkStream stream = client.GetStream();
        return new("test", new DuplexPipe(PipeReader.Create(stream), PipeWriter.Create(stream)), new DuplexPipe(PipeReader.Create(Stream.Null), PipeWriter.Create(Stream.Null)));
    }

    private static async Task Echo(ConnectionContext context)
    {
        while (true)
        {
            ReadResult read = await context.Transport.Input.ReadAsync();
            foreach (ReadOnlyMemory<byte> part in read.Buffer)
            {
                await context.Transport.Output.WriteAsync(part);
            }

            context.Transport.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private async Task Accept()
    {
        List<Task> open = [];
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stopping.Token);
                open.Add(Serve(client));
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody is let in any more.
        }

        await Task.WhenAll(open);
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                await tls.OnConnectionAsync(Context(client), Echo);
            }
            catch (IOException)
            {
                // The other end went away without a word.
            }
        }
    }
}
