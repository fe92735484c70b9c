using System.Reflection;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;

namespace Fds.Grains.Tests.Devices;

/// <summary>A grain factory that knows one study and one scheduler.</summary>
#pragma warning disable CA1852 // The proxy is a subtype made at run time.
internal class FakeGrains : DispatchProxy
#pragma warning restore CA1852
{
    private FakeStudy study = new();
    private FakeScheduler scheduler = new();

    public static IGrainFactory Of(FakeStudy study, FakeScheduler scheduler)
    {
        IGrainFactory factory = Create<IGrainFactory, FakeGrains>();
        ((FakeGrains)(object)factory).study = study;
        ((FakeGrains)(object)factory).scheduler = scheduler;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Type wanted = targetMethod!.GetGenericArguments()[0];
        return wanted == typeof(IStudyGrain) ? study : wanted == typeof(ISchedulerGrain) ? scheduler : throw new NotSupportedException(wanted.Name);
    }
}
