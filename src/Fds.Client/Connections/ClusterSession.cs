using System.Net;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Planning;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Fds.Client.Connections;

/// <summary>A connection to a cluster.</summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private const string ClusterName = "fds";
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);
    private readonly IHost host;
    private readonly IClusterClient client;

    private ClusterSession(IHost host)
    {
        this.host = host;
        client = host.Services.GetRequiredService<IClusterClient>();
    }

    public ICatalogueGrain Catalogue => client.GetGrain<ICatalogueGrain>(0);

    public IOverviewGrain Overview => client.GetGrain<IOverviewGrain>(0);

    public IPlannerGrain Planner => client.GetGrain<IPlannerGrain>(0);

    /// <summary>Connects, trying for some seconds.</summary>
    /// <exception cref="ConsoleException">The cluster cannot be reached.</exception>
    public static async Task<ClusterSession> Connect(ClusterAddress address, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectTime);
        IHost host = Build(address.Gateway, limit.Token);
        try
        {
            await host.StartAsync(limit.Token);
            return new(host);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            host.Dispose();
            throw new ConsoleException(
                ExitCodes.Unreachable, $"no cluster answers at {address.Gateway} (from {address.Source}). Start one, or name another with --cluster HOST:PORT.", e);
        }
    }

    public IStudyGrain Study(string name) => client.GetGrain<IStudyGrain>(name);

    /// <summary>A study that must be there.</summary>
    /// <exception cref="ConsoleException">There is none of this name.</exception>
    public async Task<(IStudyGrain Grain, StudyStatus Status)> RequireStudy(string name)
    {
        IStudyGrain study = Study(name);
        StudyStatus status = await study.GetStatus();
        return status.State == StudyState.None
            ? throw new ConsoleException(ExitCodes.Usage, $"there is no study named '{name}'. 'fds list' shows those there are.")
            : (study, status);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(3));
        try
        {
            await host.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // A cluster that is gone cannot say goodbye.
        }

        host.Dispose();
    }

    private static IHost Build(IPEndPoint gateway, CancellationToken giveUp)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client
            .UseStaticClustering(gateway)
            .UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, CancellationToken.None);
                return !giveUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
            })
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2))
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (ClusterName, ClusterName)));
        return builder.Build();
    }
}
