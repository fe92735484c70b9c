using System.Net;
using Fds.Contracts.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Fds.Cluster.Tests.Processes;

/// <summary>A client of a silo, as the console is one.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    private readonly IHost host;

    private ClusterConnection(IHost host) => this.host = host;

    public IGrainFactory Grains => host.Services.GetRequiredService<IClusterClient>();

    public static async Task<ClusterConnection> Open(SiloProcess silo)
    {
        IHost host = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleansClient(client => client
                .UseStaticClustering(IPEndPoint.Parse(silo.Gateway))
                .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("fds", "fds")))
            .Build();
        await host.StartAsync();
        return new(host);
    }

    public IStudyGrain Study(string name) => Grains.GetGrain<IStudyGrain>(name);

    /// <summary>Polls a study until it is as wanted, or fails saying where it stood.</summary>
    public async Task<StudyStatus> WaitFor(string name, string what, Func<StudyStatus, bool> wanted, int seconds = 120)
    {
        StudyStatus status = await Study(name).GetStatus();
        for (int tenth = 0; tenth < seconds * 10 && !wanted(status); tenth++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            status = await Study(name).GetStatus();
        }

        return wanted(status) ? status : throw new TimeoutException($"Waited {seconds} s for {what}, but the study is {status.State} ({status.Reason}) at outer step {status.OuterStep}: {string.Join("; ", status.Replicas)}");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
