using System.Diagnostics.Metrics;
using System.Net;
using Fds.Transport.Certificates;
using Fds.Transport.Handshakes;
using Fds.Transport.Telemetry;
using Fds.Transport.Tests.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Fds.Transport.Tests.Telemetry;

/// <summary>Metrics of connections as dashboards know them.</summary>
public sealed class TransportInstrumentsTests : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly List<string> published = [];
    private readonly List<string> measured = [];
    private readonly MeterFactory factory = new();
    private readonly TransportInstruments instruments;

    public TransportInstrumentsTests()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter == factory.Made)
            {
                published.Add($"{instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit}");
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) =>
            measured.Add($"{instrument.Name}={value} {string.Join(' ', labels.ToArray().Select(label => $"{label.Key}={label.Value}"))}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured.Add($"{instrument.Name}={value / 86400:F0} days"));
        listener.Start();
        instruments = new(factory, TimeProvider.System);
    }

    public void Dispose()
    {
        listener.Dispose();
        instruments.Dispose();
        factory.Dispose();
    }

    [Fact]
    public void Instruments_HaveTheNamesKindsAndUnitsThatDashboardsKnow()
    {
        using Pki pki = new();
        instruments.Watch(pki.Store("silo", pki.Issue(Roles.Silo)));
        listener.RecordObservableInstruments();

        Assert.Equal("Fds.Transport", factory.Made!.Name);
        Assert.Equal(
            ["fds.certificate.remaining ObservableGauge s", "fds.connections.accepted Counter {connection}", "fds.connections.refused Counter {connection}", "fds.messages.oversized Counter {message}"],
            published.Order(StringComparer.Ordinal));
        Assert.Equal(["fds.certificate.remaining=85 days"], measured);
    }

    [Fact]
    public void Recorder_CountsWhatItIsToldOf()
    {
        ConnectionRecorder subject = new(instruments, NullLogger<ConnectionRecorder>.Instance);
        IPEndPoint remote = new(IPAddress.Loopback, 1);
        subject.OnAccepted(Port.Gateway);
        subject.OnRefused(Port.Silo, Refusal.WrongRole, remote, "why");
        subject.OnOversized(Port.Outgoing, remote, 2, 1);

        Assert.Equal(["fds.connections.accepted=1 port=gateway", "fds.connections.refused=1 port=silo reason=wrong-role", "fds.messages.oversized=1 port=outgoing"], measured);
    }

    [Fact]
    public void Refusals_HaveALabelAndAReasonEach()
    {
        Refusal[] all = Enum.GetValues<Refusal>();
        Assert.Equal(all.Length, all.Select(refusal => refusal.Label()).Distinct().Count());
        Assert.Equal(all.Length, all.Select(refusal => refusal.Reason()).Distinct().Count());
        Assert.Equal("broken-off", ((Refusal)77).Label());
    }

    /// <summary>Keeps the one meter it makes.</summary>
    private sealed class MeterFactory : IMeterFactory
    {
        public Meter? Made { get; private set; }

        public Meter Create(MeterOptions options) => Made = new(options);

        public void Dispose() => Made?.Dispose();
    }
}
