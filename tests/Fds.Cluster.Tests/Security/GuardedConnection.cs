using System.Net;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Transport.Certificates;
using Fds.Transport.Handshakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;

namespace Fds.Cluster.Tests.Security;

/// <summary>A client that has a console's certificate and keeps to no limit on messages.</summary>
internal sealed class GuardedConnection : IAsyncDisposable, IHandshakeObserver
{
    private const int Unlimited = 256 << 20;
    private IHost? host;

    public static async Task<GuardedConnection> Open(ServerSilo silo, CertificatePaths certificates)
    {
        GuardedConnection connection = new();
        MutualTls tls = new(Port.Outgoing, new CertificateStore(certificates, NullLogger<CertificateStore>.Instance), connection, TimeProvider.System);
        connection.host = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleansClient(client => client
                .UseStaticClustering(IPEndPoint.Parse(silo.Gateway))
                .Configure<ClientMessagingOptions>(options => (options.MaxMessageBodySize, options.ResponseTimeout) = (Unlimited, TimeSpan.FromSeconds(8)))
                .Configure<ClientConnectionOptions>(options => options.ConfigureConnection(builder => builder.UseMiddleware(tls)))
                .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("fds", "fds")))
            .Build();
        await connection.host.StartAsync();
        return connection;
    }

    public IStudyGrain Study(string name) => host!.Services.GetRequiredService<IClusterClient>().GetGrain<IStudyGrain>(name);

    public void OnAccepted(Port port)
    {
    }

    public void OnRefused(Port port, Refusal refusal, EndPoint? remote, string message)
    {
    }

    public ValueTask DisposeAsync() => ClusterConnection.End(host!);
}
