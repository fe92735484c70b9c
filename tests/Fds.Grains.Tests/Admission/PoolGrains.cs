using System.Reflection;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;

namespace Fds.Grains.Tests.Admission;

/// <summary>A grain factory that knows schedulers alone. Each pool has a device from some look on.</summary>
#pragma warning disable CA1852 // The proxy is a subtype made at run time.
internal class PoolGrains : DispatchProxy
#pragma warning restore CA1852
{
    private readonly Dictionary<string, int> looks = [];
    private Dictionary<string, int> devicesFrom = [];

    /// <summary>Pools with the look, from 1, from which on they have a device.</summary>
    public static IGrainFactory Of(params (string Pool, int FromLook)[] pools)
    {
        IGrainFactory factory = Create<IGrainFactory, PoolGrains>();
        ((PoolGrains)(object)factory).devicesFrom = pools.ToDictionary(pool => pool.Pool, pool => pool.FromLook);
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        string pool = (string)args![0]!;
        looks[pool] = looks.GetValueOrDefault(pool) + 1;
        bool hasDevice = devicesFrom.TryGetValue(pool, out int from) && looks[pool] >= from;
        return KnownPool.Of(new() { Pool = pool, Queue = [], Devices = hasDevice ? [new DeviceStatus { Device = "silo/0", Pool = pool, Silo = "there" }] : [] });
    }

    /// <summary>A scheduler that says what its pool has, and no more.</summary>
#pragma warning disable CA1852 // As above.
    internal class KnownPool : DispatchProxy
#pragma warning restore CA1852
    {
        private PoolStatus? status;

        public static ISchedulerGrain Of(PoolStatus status)
        {
            ISchedulerGrain scheduler = Create<ISchedulerGrain, KnownPool>();
            ((KnownPool)(object)scheduler).status = status;
            return scheduler;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(ISchedulerGrain.GetStatus) ? Task.FromResult(status!) : throw new NotSupportedException(targetMethod.Name);
    }
}
