using System.Net;
using Fds.Grains.Hosting;
using Fds.Silo.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Fds.Silo.Ports;

/// <summary>Gives a silo exclusive use of its ports.</summary>
internal static class PortExtensions
{
    private const string HttpPort = $"{FdsSiloOptions.Section}:{nameof(SiloNetworkOptions.HttpPort)}";
    private const string SiloPort = $"{FdsSiloOptions.Section}:{nameof(SiloNetworkOptions.SiloPort)}";
    private const string GatewayPort = $"{FdsSiloOptions.Section}:{nameof(SiloNetworkOptions.GatewayPort)}";

    /// <summary>Puts the guard before Orleans' listeners, for silos and for consoles.</summary>
    /// <exception cref="InvalidOperationException">Orleans has none to put it before.</exception>
    public static ISiloBuilder UseExclusivePorts(this ISiloBuilder silo)
    {
        ServiceDescriptor[] listeners = [.. silo.Services.Where(service => service.ServiceType == typeof(IConnectionListenerFactory) && service.IsKeyedService)];
        if (listeners.Length != 2)
        {
            throw new InvalidOperationException($"Expected Orleans to listen in two ways, for silos and for consoles, but found {listeners.Length}.");
        }

        foreach (ServiceDescriptor listener in listeners)
        {
            silo.Services.Remove(listener);
            silo.Services.AddKeyedSingleton<IConnectionListenerFactory>(listener.ServiceKey, (provider, key) => new ExclusiveListeners(
                (IConnectionListenerFactory)listener.KeyedImplementationFactory!(provider, key),
                address => Uses(provider).FirstOrDefault(use => use.Address.Port == address.Port)?.Setting ?? "The port"));
        }

        return silo;
    }

    /// <summary>Checks all ports before anything is opened, so that one message names all wrong ports.</summary>
    /// <exception cref="PortException">One is taken.</exception>
    public static async Task RequireFreePorts(this IServiceProvider services)
    {
        SiloNetworkOptions network = services.GetRequiredService<IOptions<SiloNetworkOptions>>().Value;
        if (network.Private)
        {
            // Its ports were chosen because they are free.
            return;
        }

        PortUse[] uses = [.. Uses(services), new(HttpPort, new(network.HttpListening, network.HttpPort))];
        await PortClaims.While(uses.Select(use => use.Address.Port), () =>
        {
            PortGuard.Require(uses);
            return ValueTask.FromResult(true);
        });
    }

    private static IEnumerable<PortUse> Uses(IServiceProvider services)
    {
        EndpointOptions endpoints = services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        yield return new(SiloPort, endpoints.SiloListeningEndpoint ?? new IPEndPoint(endpoints.AdvertisedIPAddress, endpoints.SiloPort));
        yield return new(GatewayPort, endpoints.GatewayListeningEndpoint ?? new IPEndPoint(endpoints.AdvertisedIPAddress, endpoints.GatewayPort));
    }
}
