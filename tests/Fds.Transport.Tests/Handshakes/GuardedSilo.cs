using System.Net;
using Fds.Testing.Processes;
using Fds.Transport.Certificates;
using Fds.Transport.Handshakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Fds.Transport.Tests.Handshakes;

/// <summary>A silo in this process whose connections are guarded. The first of a cluster keeps the membership for the others.</summary>
internal sealed class GuardedSilo : IAsyncDisposable
{
    private readonly IHost host;

    public GuardedSilo(CertificateStore certificates, GuardedSilo? first = null, int joinSeconds = 60)
    {
        int[] ports = Ports.Free(2);
        SiloPort = ports[0];
        host = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleans(silo => silo
                .UseLocalhostClustering(SiloPort, ports[1], first is null ? null : new IPEndPoint(IPAddress.Loopback, first.SiloPort))
                .Configure<ClusterMembershipOptions>(options => options.MaxJoinAttemptTime = TimeSpan.FromSeconds(joinSeconds))
                .Configure<SiloConnectionOptions>(connections =>
                {
                    connections.ConfigureSiloInboundConnection(connection => connection.UseMiddleware(Tls(Port.Silo)));
                    connections.ConfigureGatewayInboundConnection(connection => connection.UseMiddleware(Tls(Port.Gateway)));
                    connections.ConfigureSiloOutboundConnection(connection => connection.UseMiddleware(Tls(Port.Outgoing)));
                }))
            .Build();

        MutualTls Tls(Port port) => new(port, certificates, Observer, TimeProvider.System);
    }

    public int SiloPort { get; }

    public RecordingObserver Observer { get; } = new();

    public Task Start(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    /// <summary>How many silos this one knows to be active.</summary>
    public async Task<int> ActiveSilos()
    {
        IManagementGrain management = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        return (await management.GetHosts(onlyActive: true)).Count;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(5));
        try
        {
            await host.StopAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or OrleansException or AggregateException)
        {
            // One that could not join has nothing to leave.
        }

        host.Dispose();
    }
}
