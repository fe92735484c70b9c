using System.Diagnostics.Metrics;

namespace Fds.Grains.Tests.Telemetry;

/// <summary>Meters that belong to one test.</summary>
internal sealed class TestMeterFactory : IMeterFactory
{
    private readonly List<Meter> meters = [];

    public bool Made(Meter meter) => meter.Scope == this;

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        Meter meter = new(options);
        meters.Add(meter);
        return meter;
    }

    public void Dispose() => meters.ForEach(meter => meter.Dispose());
}
