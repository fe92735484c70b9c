using System.Net;
using Fds.Transport.Handshakes;

namespace Fds.Silo.Security;

internal sealed partial class ConnectionRecorder
{
    [LoggerMessage(4302, LogLevel.Warning, "Refused a connection ({Port}) with {Remote}, {Refusal}: {Message}")]
    private partial void LogRefused(Port port, EndPoint? remote, Refusal refusal, string message);
}
