using System.Collections.Concurrent;
using System.Net;
using Fds.Testing.Processes;

namespace Fds.Cluster.Tests.Processes;

/// <summary>An OTLP endpoint over HTTP that keeps what silos send.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<ReceivedSpan> spans = new();
    private readonly string address;

    public OtlpReceiver()
    {
        address = $"http://127.0.0.1:{Ports.Free()}";
        listener.Prefixes.Add($"{address}/");
        listener.Start();
        _ = Receive();
    }

    /// <summary>What makes a silo send here, often.</summary>
    public string[] Settings => [$"--OTEL_EXPORTER_OTLP_ENDPOINT={address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_METRIC_EXPORT_INTERVAL=500"];

    /// <summary>All spans so far.</summary>
    public IReadOnlyCollection<ReceivedSpan> Spans => spans;

    /// <summary>Whether metrics have come, too.</summary>
    public bool HasMetrics { get; private set; }

    public void Dispose() => listener.Close();

    private async Task Receive()
    {
        while (listener.IsListening)
        {
            try
            {
                await Answer(await listener.GetContextAsync());
            }
#pragma warning disable CA1031 // Whatever a call was that broke off, the next one must be taken.
            catch (Exception)
#pragma warning restore CA1031
            {
                // The test is over, or a silo was killed while it sent.
            }
        }
    }

    private async Task Answer(HttpListenerContext call)
    {
        using MemoryStream body = new();
        await call.Request.InputStream.CopyToAsync(body);
        if (body.Length == call.Request.ContentLength64 || call.Request.ContentLength64 < 0)
        {
            Keep(call.Request.Url!.AbsolutePath, body.ToArray());
        }

        call.Response.ContentType = "application/x-protobuf";
        call.Response.Close();
    }

    private void Keep(string path, byte[] body)
    {
        HasMetrics |= path == "/v1/metrics";
        foreach (ReceivedSpan span in path == "/v1/traces" ? ReceivedSpan.Of(body) : [])
        {
            spans.Enqueue(span);
        }
    }
}
