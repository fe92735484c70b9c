using System.Net;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using Xunit;

namespace Fds.Cluster.Tests.Processes;

/// <summary>A client of one or more silos, as the console is one.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    private const int Attempts = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly IHost host;

    private ClusterConnection(IHost host) => this.host = host;

    public IGrainFactory Grains => host.Services.GetRequiredService<IClusterClient>();

    public static Task<ClusterConnection> Open(params SiloProcess[] silos) => Open([.. silos.Select(silo => silo.Gateway)]);

    public static async Task<ClusterConnection> Open(params string[] gateways)
    {
        long started = TimeProvider.System.GetTimestamp();
        IHost host = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleansClient(client => client
                .UseStaticClustering([.. gateways.Select(IPEndPoint.Parse)])
                .UseConnectionRetryFilter(async (_, cancellationToken) =>
                {
                    await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
                    return TimeProvider.System.GetElapsedTime(started) < Patience && !cancellationToken.IsCancellationRequested;
                })
                .AddOutgoingGrainCallFilter(RepeatLost)
                .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
                .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(15))
                .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("fds", "fds")))
            .Build();
        await host.StartAsync();
        return new(host);
    }

    public IStudyGrain Study(string name) => Grains.GetGrain<IStudyGrain>(name);

    /// <summary>Polls a study until it is as wanted, or fails saying where it stood. While silos come and go it may not answer.</summary>
    public async Task<StudyStatus> WaitFor(string name, string what, Func<StudyStatus, bool> wanted, int seconds = 120)
    {
        StudyStatus? status = null;
        await Until(what, seconds: seconds, where: () => $"the study is {status?.State} ({status?.Reason}) at outer step {status?.OuterStep}: {string.Join("; ", status?.Replicas ?? [])}", condition: async () =>
        {
            status = await Study(name).GetStatus();
            return wanted(status);
        });
        return status!;
    }

    /// <summary>All that a study kept of what happened. Should its coordinator go meanwhile, it is asked once more.</summary>
    public async Task<List<StudyEvent>> Events(string name)
    {
        try
        {
            return await Watch(name);
        }
        catch (Exception e) when (IsLost(e) || e is EnumerationAbortedException)
        {
            return await Watch(name);
        }
    }

    private async Task<List<StudyEvent>> Watch(string name)
    {
        List<StudyEvent> events = [];
        await foreach (StudyEvent happened in Study(name).Watch(0, TestContext.Current.CancellationToken))
        {
            if (happened.Kind == StudyEventKind.Progress)
            {
                break;
            }

            events.Add(happened);
        }

        return events;
    }

    /// <summary>A study's result once it has ended.</summary>
    public async Task<StudyResult> Result(string name)
    {
        await WaitFor(name, "its end", status => status.State != StudyState.Running);
        return (await Study(name).GetResult())!;
    }

    /// <summary>Waits until no slot is leased and nothing waits for one: a device hears of its run's end a moment after the study does.</summary>
    /// <param name="devices">How many there must be; null: as many as there are.</param>
    public Task UntilNoSlotIsLeased(int? devices = null) => Until("no slot to be leased", condition: async () =>
        await Grains.GetGrain<ISchedulerGrain>("cpu").GetStatus() is { Queue: [] } pool && pool.Devices.Length == (devices ?? pool.Devices.Length) && pool.Devices.All(device => device.Current is null));

    /// <summary>Polls until a condition holds; a question that fails is asked again.</summary>
    public static async Task Until(string what, Func<Task<bool>> condition, int seconds = 60, Func<string>? where = null)
    {
        long started = TimeProvider.System.GetTimestamp();
        Exception? last = null;
        while (TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (Exception e) when (IsLost(e) || e is OrleansException or EnumerationAbortedException or InvalidOperationException)
            {
                last = e;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"Waited {seconds} s for {what}, but {where?.Invoke() ?? "in vain"}.", last);
    }

    public ValueTask DisposeAsync() => End(host);

    /// <summary>Repeats a call that was lost with a silo, as the console does. Moving along an enumeration is not to be repeated.</summary>
    private static async Task RepeatLost(IOutgoingGrainCallContext call)
    {
        bool ours = call.InterfaceMethod.DeclaringType?.Namespace?.StartsWith("Fds.Contracts", StringComparison.Ordinal) == true;
        for (int attempt = 1; ; attempt++)
        {
            bool last = attempt == Attempts || !ours;
            try
            {
                await call.Invoke();
                if (last || call.Response?.Exception is not { } fault || !IsLost(fault))
                {
                    return;
                }
            }
            catch (Exception e) when (!last && IsLost(e))
            {
                // The pause below comes first.
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private static bool IsLost(Exception fault) => fault is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException or TimeoutException;

    /// <summary>Stops and disposes of a client. One whose silos were killed may never be done with its goodbye: it is left to itself.</summary>
    internal static async ValueTask End(IHost host)
    {
        try
        {
            await Task.Run(() => host.StopAsync()).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
            host.Dispose();
        }
        catch (TimeoutException)
        {
            // It ends with this process.
        }
    }
}
