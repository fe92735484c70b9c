using System.Net;
using Fds.Grains.Hosting;
using Fds.Grains.Settings;
using Fds.Silo.Ports;
using Fds.Silo.Security;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Fds.Silo.Hosting;

/// <summary>Puts one silo together: grains, storage, clustering, metrics and health.</summary>
internal static class SiloApplication
{
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        SiloSettings.Require(builder.Configuration);
        PodEnvironment? pod = PodEnvironment.Of(builder.Configuration);
        builder.Configuration.AddInMemoryCollection(pod?.Settings);
        SiloNetworkOptions network = builder.Configuration.GetSection(FdsSiloOptions.Section).Get<SiloNetworkOptions>() ?? new();
        FdsClusterOptions cluster = builder.Configuration.GetSection(FdsClusterOptions.Section).Get<FdsClusterOptions>() ?? new();
        ClusterAddresses addresses = ClusterAddresses.Of(cluster);
        builder.Services.AddSettings<SiloNetworkOptions>(FdsSiloOptions.Section);
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<FdsSiloOptions>>((host, fds) => host.ShutdownTimeout = StopLimit.ForTheHost(fds.Value.DrainTime));
        builder.Services.AddSingleton<StopLimit>();
        builder.AddFdsLogs().AddFdsTelemetry();

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(network.Private ? IPAddress.Loopback : network.HttpListening, network.Private ? 0 : network.HttpPort));
        builder.Host.UseOrleans(silo => Configure(silo, network, cluster, addresses, pod));

        WebApplication app = builder.Build();
        app.Services.RequireTransportSecurity();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapGet("/healthz", () => Results.Text("alive\n"));
        app.MapGet("/readyz", (IHostApplicationLifetime life) => life.ApplicationStarted.IsCancellationRequested && !life.ApplicationStopping.IsCancellationRequested
            ? Results.Text("ready\n")
            : Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        return app;
    }

    private static void Configure(ISiloBuilder silo, SiloNetworkOptions network, FdsClusterOptions cluster, ClusterAddresses addresses, PodEnvironment? pod)
    {
        (int siloPort, int gatewayPort) = network.Private ? FreePorts.Two() : (network.SiloPort, network.GatewayPort);
        silo.AddFdsGrains();
        if (cluster.IsClustered)
        {
            silo.UseFdsCluster(cluster).ConfigureEndpoints(addresses.Advertised, siloPort, gatewayPort);
            silo.Configure<EndpointOptions>(options =>
            {
                options.SiloListeningEndpoint = new(addresses.Listening, siloPort);
                options.GatewayListeningEndpoint = new(addresses.Listening, gatewayPort);
            });
            if (pod is not null)
            {
                silo.UseFdsKubernetes(pod);
            }
        }
        else
        {
            silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: cluster.Id, clusterId: cluster.Id).AddFdsFileStorage();
        }

        silo.Services.AddOptions<SiloOptions>().Configure<IOptions<FdsSiloOptions>>((options, fds) => options.SiloName = fds.Value.SiloName);
        silo.UseFdsTransportSecurity(network.Private).UseExclusivePorts();
        silo.Services.Configure<FdsSiloOptions>(options =>
        {
            options.ReadAnywhere |= network.Private;
            options.Alone |= network.Private;
        });
    }
}
