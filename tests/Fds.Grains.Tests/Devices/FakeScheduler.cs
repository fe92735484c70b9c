using System.Collections.Immutable;
using System.Threading.Channels;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;

namespace Fds.Grains.Tests.Devices;

/// <summary>A scheduler that keeps which devices became free.</summary>
internal sealed class FakeScheduler : ISchedulerGrain
{
    private readonly Channel<string> freed = Channel.CreateUnbounded<string>();

    public ChannelReader<string> Freed => freed.Reader;

    public Task DeviceFree(string device)
    {
        freed.Writer.TryWrite(device);
        return Task.CompletedTask;
    }

    public Task Register(DeviceRegistration registration) => throw new NotSupportedException();

    public Task Enqueue(ImmutableArray<WorkOrder> orders) => throw new NotSupportedException();

    public Task Forget(string study) => throw new NotSupportedException();

    public Task<WaitReport> Explain(string study) => throw new NotSupportedException();

    public Task<PoolStatus> GetStatus() => throw new NotSupportedException();
}
