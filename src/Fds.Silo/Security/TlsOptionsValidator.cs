using System.Net;
using Fds.Transport.Certificates;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Fds.Silo.Security;

/// <summary>
/// Checks before the silo listens anywhere that its certificates can be used, and that beyond loopback it has some or was told to run without, which
/// it says loudly.
/// </summary>
internal sealed partial class TlsOptionsValidator(IOptions<EndpointOptions> endpoints, IServiceProvider provider, ILogger<TlsOptionsValidator> log) : IValidateOptions<TlsOptions>
{
    private IPEndPoint[] Listening
    {
        get
        {
            EndpointOptions told = endpoints.Value;
            return [told.SiloListeningEndpoint ?? new(told.AdvertisedIPAddress, told.SiloPort), told.GatewayListeningEndpoint ?? new(told.AdvertisedIPAddress, told.GatewayPort)];
        }
    }

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        string? fault = Contradiction(options) ?? (options.IsOn ? Unusable() : Openness(options));
        return fault is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(fault);
    }

    private static string? Contradiction(TlsOptions tls)
    {
        string[] named = [.. tls.Named];
        string[] missing = [.. tls.Settings.Except(named)];
        if (named.Length > 0 && tls.Off)
        {
            return $"{TlsOptions.Section}:{nameof(tls.Off)} is true, but {string.Join(" and ", named)} is set. Remove one or the other.";
        }

        return named.Length > 0 && missing.Length > 0
            ? $"{string.Join(" and ", named)} is set, but {string.Join(" and ", missing)} is not. TLS needs all three: authority, certificate and key."
            : null;
    }

    private string? Unusable()
    {
        try
        {
            LogGuarded(provider.GetRequiredService<CertificateStore>().ValidUntil);
            return null;
        }
        catch (CertificateException e)
        {
            return e.Message;
        }
    }

    private string? Openness(TlsOptions tls)
    {
        IPEndPoint[] listening = Listening;
        if (listening.All(endpoint => IPAddress.IsLoopback(endpoint.Address)))
        {
            return null;
        }

        string where = string.Join(" and ", listening.Select(endpoint => endpoint.ToString()));
        if (tls.Off)
        {
            LogOpen(where);
            return null;
        }

        return $"This silo would listen on {where} without TLS, open to everyone who can reach it. Set {string.Join(" and ", tls.Settings)} ('fds-silo certs' makes a set), " +
            $"or {TlsOptions.Section}:{nameof(tls.Off)}=true where the network itself is guarded.";
    }
}
