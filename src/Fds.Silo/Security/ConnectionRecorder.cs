using System.Net;
using Fds.Grains.Telemetry;
using Fds.Transport.Handshakes;

namespace Fds.Silo.Security;

/// <summary>Counts and logs what happens to connections.</summary>
internal sealed partial class ConnectionRecorder : IHandshakeObserver
{
    private readonly FdsInstruments instruments;
    private readonly ILogger<ConnectionRecorder> log;

    public ConnectionRecorder(FdsInstruments instruments, ILogger<ConnectionRecorder> log)
    {
        this.instruments = instruments;
        this.log = log;
        instruments.ExpectConnections(
            [.. Enum.GetValues<Port>().Select(port => port.Label())],
            [.. Enum.GetValues<Refusal>().Where(refusal => refusal != Refusal.None).Select(refusal => refusal.Label())]);
    }

    public void OnAccepted(Port port) => instruments.OnConnectionAccepted(port.Label());

    public void OnRefused(Port port, Refusal refusal, EndPoint? remote, string message)
    {
        instruments.OnConnectionRefused(port.Label(), refusal.Label());
        LogRefused(port, remote, refusal, message);
    }
}
