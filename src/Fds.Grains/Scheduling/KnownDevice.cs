using Fds.Contracts.Devices;

namespace Fds.Grains.Scheduling;

/// <summary>What the scheduler knows of one device.</summary>
internal sealed class KnownDevice(DeviceStatus status)
{
    private bool freedWhileStarting;

    /// <summary>The device's latest registration.</summary>
    public DeviceStatus Status { get; private set; } = status;

    /// <summary>Time of that registration.</summary>
    public DateTimeOffset Seen { get; private set; }

    /// <summary>An order that was sent to it and not answered yet.</summary>
    public WorkOrder? Starting { get; private set; }

    /// <summary>The study that it runs or starts something of.</summary>
    public string? Study => (Starting?.Key ?? Status.Current)?.Study;

    public bool IsFree => Status is { Current: null, Draining: false } && Starting is null;

    /// <summary>Whether this attempt is on its way to the device or, as far as is known, on it.</summary>
    public bool Has(WorkOrder order) =>
        (Starting is { } starting && starting.Key == order.Key && starting.Attempt == order.Attempt && starting.Incarnation == order.Incarnation)
        || (Status.Current == order.Key && Status.Attempt == order.Attempt && Status.Incarnation == order.Incarnation);

    /// <summary>
    /// Whether an order may start here. An order that failed on this silo goes to another silo if there is one, which may have what this silo lacks; and a
    /// silo on which everything fails at once is always free, so it would attract all work.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="silos">All silos with devices that accept work.</param>
    public bool Suits(WorkOrder order, IEnumerable<string> silos) => !order.FailedOn.Contains(Status.Silo) || silos.All(silo => order.FailedOn.Contains(silo));

    public void Update(DeviceStatus told, DateTimeOffset now)
    {
        Status = told;
        Seen = now;
    }

    /// <summary>Notes an order as being on its way.</summary>
    public void Starts(WorkOrder order)
    {
        Starting = order;
        freedWhileStarting = false;
    }

    /// <summary>Notes that a run has ended: the known one or, if it took only milliseconds, the one whose start has not been answered yet.</summary>
    public void BecameFree()
    {
        freedWhileStarting = Starting is not null;
        if (Starting is null)
        {
            Status = Status with { Current = null };
        }
    }

    /// <summary>Notes the device's answer to the order on its way. If the device is wrongly considered free, it answers the next order with busy.</summary>
    public void Answered(StartReply reply)
    {
        WorkOrder? started = reply.Code is StartCode.Accepted or StartCode.AlreadyRunning ? Starting : null;
        Starting = null;
        Status = Status with { Current = freedWhileStarting ? null : reply.Current, Attempt = started?.Attempt ?? 0, Incarnation = started?.Incarnation ?? Guid.Empty, Draining = Status.Draining || reply.Code == StartCode.Draining };
    }
}
