using Microsoft.Extensions.Logging;

namespace Fds.Transport.Certificates;

public sealed partial class CertificateStore
{
    [LoggerMessage(4300, LogLevel.Information, "New certificates are in force: {Subject}, valid until {ValidUntil:u}")]
    private partial void LogReplaced(string subject, DateTimeOffset validUntil);

    [LoggerMessage(4301, LogLevel.Warning, "The certificate files have changed and cannot be used, so the ones before stay in force: {Message}")]
    private partial void LogKept(string message);
}
