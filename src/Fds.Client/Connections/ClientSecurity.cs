using Fds.Transport.Certificates;
using Fds.Transport.Handshakes;
using Fds.Transport.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Fds.Client.Connections;

/// <summary>Guards the console's connections as the cluster guards its own.</summary>
internal static class ClientSecurity
{
    private const string LimitVariable = "FDS_MAX_MESSAGE_BYTES";

    /// <summary>Mutual TLS where there are certificates, and the limit on messages.</summary>
    /// <exception cref="ConsoleException">The certificates or the limit cannot be used.</exception>
    public static IClientBuilder UseFdsTransportSecurity(this IClientBuilder client, CertificatePaths? certificates, RefusalMemory refusals)
    {
        int limit = MostBytes();
        client.Configure<ClientMessagingOptions>(messaging => (messaging.MaxMessageBodySize, messaging.MaxMessageHeaderSize) = (limit, MessageSizes.Header));
        if (certificates is not null)
        {
            CertificateStore store = Open(certificates);
            client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(
                connection => connection.UseMiddleware(new MutualTls(Port.Outgoing, store, refusals, TimeProvider.System))));
        }

        return client;
    }

    private static CertificateStore Open(CertificatePaths certificates)
    {
        try
        {
            return new(certificates, NullLogger<CertificateStore>.Instance);
        }
        catch (CertificateException e)
        {
            throw new ConsoleException(ExitCodes.Usage, e.Message, e);
        }
    }

    /// <summary>Most bytes of a message's body, from FDS_MAX_MESSAGE_BYTES; default: that of silos.</summary>
    internal static int MostBytes()
    {
        if (Environment.GetEnvironmentVariable(LimitVariable) is not { Length: > 0 } text)
        {
            return MessageSizes.DefaultBody;
        }

        return int.TryParse(text, out int bytes) && bytes is >= MessageSizes.LeastBody and <= MessageSizes.MostBody
            ? bytes
            : throw new ConsoleException(ExitCodes.Usage, $"{LimitVariable}: found '{text}'; expected a whole number from {MessageSizes.LeastBody} to {MessageSizes.MostBody}.");
    }
}
