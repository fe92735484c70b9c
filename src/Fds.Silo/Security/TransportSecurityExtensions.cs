using Fds.Grains.Hosting;
using Fds.Grains.Settings;
using Fds.Grains.Telemetry;
using Fds.Transport.Certificates;
using Fds.Transport.Handshakes;
using Fds.Transport.Messages;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Fds.Silo.Security;

/// <summary>Guards a silo's connections.</summary>
internal static class TransportSecurityExtensions
{
    /// <summary>
    /// Puts mutual TLS under every connection where certificates are set, limits messages, counts what is refused, and lets no silo
    /// listen beyond loopback unguarded unless it is told to.
    /// </summary>
    public static ISiloBuilder UseFdsTransportSecurity(this ISiloBuilder silo, bool isPrivate)
    {
        IServiceCollection services = silo.Services;
        TlsOptions tls = isPrivate ? new() : silo.Configuration.GetSection(TlsOptions.Section).Get<TlsOptions>() ?? new();
        services.AddSingleton<ConnectionRecorder>();
        services.AddSingleton<IValidateOptions<TlsOptions>, TlsOptionsValidator>();
        services.AddOptions<TlsOptions>().Configure(options => (options.Authority, options.Certificate, options.Key, options.Off) = (tls.Authority, tls.Certificate, tls.Key, tls.Off));
        services.AddSettings<MessageOptions>(FdsSiloOptions.Section);
        services.AddOptions<SiloMessagingOptions>().Configure<IOptions<MessageOptions>>((messaging, limit) =>
            (messaging.MaxMessageBodySize, messaging.MaxMessageHeaderSize) = (limit.Value.MaxMessageBytes, MessageSizes.Header));
        if (tls.IsOn)
        {
            services.AddSingleton(provider => OpenCertificates(provider, tls));
        }

        services.AddOptions<SiloConnectionOptions>().Configure<IServiceProvider>((connections, provider) => Guard(connections, provider));
        return silo;
    }

    /// <summary>Runs these checks once, before anything starts, and logs how the silo is guarded.</summary>
    /// <exception cref="OptionsValidationException">Certificates cannot be used, or the silo would be open to everyone without being told to.</exception>
    public static void RequireTransportSecurity(this IServiceProvider services)
    {
        _ = services.GetRequiredService<IOptions<TlsOptions>>().Value;

        // Its counters are shown before there is a connection.
        services.GetRequiredService<ConnectionRecorder>();
    }

    private static CertificateStore OpenCertificates(IServiceProvider provider, TlsOptions tls)
    {
        CertificateStore certificates = new(tls.Paths, provider.GetRequiredService<ILogger<CertificateStore>>());
        provider.GetRequiredService<FdsInstruments>().WatchCertificate(() => certificates.ValidUntil);
        return certificates;
    }

    private static void Guard(SiloConnectionOptions connections, IServiceProvider provider)
    {
        if (provider.GetService<CertificateStore>() is { } certificates)
        {
            connections.ConfigureSiloInboundConnection(connection => connection.UseMiddleware(Tls(Port.Silo, certificates, provider)));
            connections.ConfigureGatewayInboundConnection(connection => connection.UseMiddleware(Tls(Port.Gateway, certificates, provider)));
            connections.ConfigureSiloOutboundConnection(connection => connection.UseMiddleware(Tls(Port.Outgoing, certificates, provider)));
        }
    }

    private static MutualTls Tls(Port port, CertificateStore certificates, IServiceProvider provider) =>
        new(port, certificates, provider.GetRequiredService<ConnectionRecorder>(), provider.GetRequiredService<TimeProvider>());
}
