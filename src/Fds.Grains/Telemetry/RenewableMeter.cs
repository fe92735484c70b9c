using System.Diagnostics.Metrics;

namespace Fds.Grains.Telemetry;

/// <summary>
/// Instruments that are read when somebody asks, under a meter that can be replaced. The OpenTelemetry SDK has room for 2,000 series of
/// one instrument and gives none of it back, not even that of series which are not there any more: only new instruments have new room.
/// What they show is kept elsewhere, so that nothing is lost with the old ones.
/// </summary>
/// <param name="factory">Whose meters these are.</param>
/// <param name="name">The meter's name.</param>
internal sealed class RenewableMeter(IMeterFactory factory, string name) : IDisposable
{
    private readonly List<Action<Meter>> instruments = [];
    private Meter meter = Create(factory, name);

    /// <summary>Adds an instrument.</summary>
    /// <param name="create">Creates it under a meter; called again whenever that is replaced.</param>
    public void Add(Action<Meter> create)
    {
        lock (instruments)
        {
            instruments.Add(create);
            create(meter);
        }
    }

    /// <summary>Replaces the meter and its instruments. A scrape at this very moment may miss some of them.</summary>
    public void Renew()
    {
        lock (instruments)
        {
            meter.Dispose();
            meter = Create(factory, name);
            instruments.ForEach(create => create(meter));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    /// <summary>Creates a meter without the factory, because the factory keeps its meters for good.</summary>
    private static Meter Create(IMeterFactory factory, string name) => new(new MeterOptions(name) { Scope = factory });
}
