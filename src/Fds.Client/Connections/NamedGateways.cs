using System.Net;
using Orleans.Messaging;
using Orleans.Runtime;

namespace Fds.Client.Connections;

/// <summary>
/// The gateways behind the names that a user gave, looked up anew at every refresh: silos that are replaced, as in a rollout, come back
/// at other addresses. While names lead nowhere, the addresses known before stand.
/// </summary>
/// <param name="lookUp">Looks the names up.</param>
/// <param name="first">What they led to at first.</param>
/// <param name="refresh">Time between looks.</param>
internal sealed class NamedGateways(Func<IReadOnlyList<IPEndPoint>> lookUp, IReadOnlyList<IPEndPoint> first, TimeSpan refresh) : IGatewayListProvider
{
    private IReadOnlyList<IPEndPoint> known = first;

    public TimeSpan MaxStaleness => refresh;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        try
        {
            known = await Task.Run(lookUp);
        }
        catch (ConsoleException)
        {
            // The names are not known at the moment.
        }

        return [.. known.Select(endpoint => endpoint.ToGatewayUri())];
    }
}
