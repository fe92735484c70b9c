using System.Net;
using Fds.Transport.Handshakes;

namespace Fds.Silo.Security;

internal sealed partial class ConnectionRecorder
{
    [LoggerMessage(4302, LogLevel.Warning, "Refused a connection ({Port}) with {Remote}, {Refusal}: {Message}")]
    private partial void LogRefused(Port port, EndPoint? remote, Refusal refusal, string message);

    [LoggerMessage(4303, LogLevel.Warning, "Refused a message ({Port}) from {Remote} of {Bytes} bytes; at most {Limit} are allowed, see Fds:MaxMessageBytes")]
    private partial void LogOversized(Port port, EndPoint? remote, long bytes, int limit);
}
