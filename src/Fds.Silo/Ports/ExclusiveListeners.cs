using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Fds.Silo.Ports;

/// <summary>
/// Listens for Orleans where nobody else does. Orleans' own listeners let several processes listen at one port, and the system gives each
/// connection to one of them by chance.
/// </summary>
/// <param name="inner">Orleans' own.</param>
/// <param name="setting">The setting that says the port of an address.</param>
internal sealed class ExclusiveListeners(IConnectionListenerFactory inner, Func<IPEndPoint, string> setting) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        endpoint is IPEndPoint address
            ? await PortClaims.While([address.Port], () => Bind(address, cancellationToken))
            : await inner.BindAsync(endpoint, cancellationToken);

    private ValueTask<IConnectionListener> Bind(IPEndPoint address, CancellationToken cancellationToken)
    {
        PortGuard.Require([new(setting(address), address)]);
        return inner.BindAsync(address, cancellationToken);
    }
}
