namespace Fds.Silo.Security;

internal sealed partial class TlsOptionsValidator
{
    [LoggerMessage(4304, LogLevel.Information, "Connections are guarded by mutual TLS 1.3; this silo's certificate is valid until {ValidUntil:u}")]
    private partial void LogGuarded(DateTimeOffset validUntil);

    [LoggerMessage(4305, LogLevel.Critical, "NO TLS: this silo listens on {Endpoints} and does whatever anyone who can reach it asks, because Fds:Tls:Off is true")]
    private partial void LogOpen(string endpoints);
}
