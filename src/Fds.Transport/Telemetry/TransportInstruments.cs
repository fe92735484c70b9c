using System.Diagnostics.Metrics;
using Fds.Transport.Certificates;
using Fds.Transport.Handshakes;

namespace Fds.Transport.Telemetry;

/// <summary>Every metric of connections. Labels are ports and reasons from fixed lists.</summary>
public sealed class TransportInstruments : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Fds.Transport";

    private readonly Meter meter;
    private readonly TimeProvider time;
    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> oversized;

    /// <summary>The instruments of one process.</summary>
    public TransportInstruments(IMeterFactory factory, TimeProvider time)
    {
        this.time = time;
        meter = factory.Create(MeterName);
        accepted = meter.CreateCounter<long>("fds.connections.accepted", "{connection}", "Connections whose both ends have shown a certificate that may open them");
        refused = meter.CreateCounter<long>("fds.connections.refused", "{connection}", "Connections that were refused, by reason");
        oversized = meter.CreateCounter<long>("fds.messages.oversized", "{message}", "Messages that were larger than allowed");
    }

    /// <summary>Shows from now on how long the certificate in force is still valid.</summary>
    public void Watch(CertificateStore certificates) =>
        meter.CreateObservableGauge("fds.certificate.remaining", () => (certificates.ValidUntil - time.GetUtcNow()).TotalSeconds, "s", "Time until this silo's certificate ends; below zero: it has ended");

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    internal void OnAccepted(Port port) => accepted.Add(1, Label(port));

    internal void OnRefused(Port port, Refusal refusal) => refused.Add(1, Label(port), new("reason", refusal.Label()));

    internal void OnOversized(Port port) => oversized.Add(1, Label(port));

    private static KeyValuePair<string, object?> Label(Port port) => new("port", port switch
    {
        Port.Silo => "silo",
        Port.Gateway => "gateway",
        _ => "outgoing",
    });
}
