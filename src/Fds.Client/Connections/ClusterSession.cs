using Fds.Contracts.Catalogue;
using Fds.Contracts.DataFiles;
using Fds.Contracts.Logs;
using Fds.Contracts.Planning;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Contracts.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;

namespace Fds.Client.Connections;

/// <summary>A connection to a cluster.</summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private const string NoCertificates = " If it asks for certificates, name yours with --tls-authority, --tls-certificate and --tls-key.";

    // The first question names the address that was dialled. A silo takes it for one to another silo, unless that is its own address or,
    // with its gateway's port, a loopback address.
    private const string NotItsOwn = " If the silo's own address is different, use that address, or forward its gateway's port under the same number to a loopback address, e.g. kubectl port-forward svc/fds-gateway 30000.";
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(2);

    // Whoever connects asks one silo what the cluster consists of. One that dies over it never answers, and is not waited for.
    private static readonly TimeSpan FirstAttempt = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastAttempt = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    // What a silo that dies takes with it is not answered; half of Orleans' default time is enough for everything that is asked here.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(15);
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

    public IVerifierGrain Verifier => client.GetGrain<IVerifierGrain>(0);

    public IDataFilesGrain DataFiles => client.GetGrain<IDataFilesGrain>(0);

    /// <summary>Connects, trying for some seconds.</summary>
    /// <param name="address">The cluster's gateways.</param>
    /// <param name="time">The clock by which the attempts end.</param>
    /// <param name="cancellationToken">Ends the attempts at once.</param>
    /// <exception cref="ConsoleException">The cluster cannot be reached.</exception>
    public static async Task<ClusterSession> Connect(ClusterAddress address, TimeProvider time, CancellationToken cancellationToken)
    {
        RefusalMemory refusals = new();
        for (bool last = false; ; last = true)
        {
            using CancellationTokenSource deadline = new(Timeout.InfiniteTimeSpan, time);
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            IHost host = Build(address, refusals, limit.Token);
            deadline.CancelAfter(last ? LastAttempt : FirstAttempt);
            Task starting = host.StartAsync(limit.Token);
            try
            {
                await starting.WaitAsync(limit.Token);
                return new(host);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                _ = Abandon(host, starting);
                if (last || refusals.IsFinal || !limit.IsCancellationRequested)
                {
                    throw new ConsoleException(ExitCodes.Unreachable, WhyUnreachable(address, refusals), e);
                }
            }
        }
    }

    /// <summary>The data folder of the silo of this name.</summary>
    public IDataFolderGrain DataFolder(string silo) => client.GetGrain<IDataFolderGrain>(silo + IDataFolderGrain.Suffix);

    /// <summary>What the silo of this name keeps of its log.</summary>
    public IStudyLogGrain Log(string silo) => client.GetGrain<IStudyLogGrain>(silo + IStudyLogGrain.Suffix);

    public IStudyGrain Study(string name) => client.GetGrain<IStudyGrain>(name);

    /// <summary>A study that must be there.</summary>
    /// <exception cref="ConsoleException">There is none of this name.</exception>
    public async Task<(IStudyGrain Grain, StudyStatus Status)> RequireStudy(string name)
    {
        IStudyGrain study = Study(name);
        StudyStatus status = await study.GetStatus();
        return status.State == StudyState.None
            ? throw new ConsoleException(ExitCodes.Usage, $"there is no study named '{name}'. 'fds list' shows all studies.")
            : (study, status);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.Run(() => host.StopAsync()).WaitAsync(TimeSpan.FromSeconds(3), TimeProvider.System);
            host.Dispose();
        }
        catch (TimeoutException)
        {
            // A cluster that is gone cannot say goodbye; what waits for that ends with the console.
        }
    }

    private static async Task Abandon(IHost host, Task starting)
    {
        await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        host.Dispose();
    }

    private static string WhyUnreachable(ClusterAddress address, RefusalMemory refusals)
    {
        string place = $"{address} (from {address.Source})";
        return refusals switch
        {
            { Last: { } refusal } => $"no connection to {place}: {refusal}.",
            { HasFailed: false } => $"a silo at {place} accepts connections but does not answer.{NotItsOwn}",
            _ => $"no cluster answers at {place}. Start one, or name another with --cluster HOST:PORT.{(address.Certificates is null ? NoCertificates : "")}",
        };
    }

    private static IHost Build(ClusterAddress address, RefusalMemory refusals, CancellationToken giveUp)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IGatewayListProvider>(new NamedGateways(() => address.LookUp(), address.Gateways, GatewayRefresh));
        builder.UseOrleansClient(client => client
            .UseFdsTransportSecurity(address.Certificates, refusals)
            .UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                refusals.OnFailed();
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, CancellationToken.None);
                return !refusals.IsFinal && !giveUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
            })
            .AddOutgoingGrainCallFilter<CallRetryFilter>()
            .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = AnswerTime)
            .Configure<TypeManagementOptions>(options => options.TypeMapRefreshInterval = AskAgain)
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefresh)
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (address.ClusterId, address.ClusterId)));
        return builder.Build();
    }
}
