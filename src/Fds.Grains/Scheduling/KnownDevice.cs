using Fds.Contracts.Devices;

namespace Fds.Grains.Scheduling;

/// <summary>What the scheduler knows of one device.</summary>
internal sealed class KnownDevice(DeviceStatus status)
{
    private bool freedWhileStarting;

    /// <summary>As the device last told.</summary>
    public DeviceStatus Status { get; private set; } = status;

    /// <summary>When it last told.</summary>
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
    /// Whether an order may start here. One that failed on this silo goes to another where there is one: that may have what this lacks, and a
    /// silo on which everything fails at once is always free.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="silos">All that have devices which take work.</param>
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

    /// <summary>It told that a run has ended: the one known of or, of some milliseconds, the one whose start it has not answered yet.</summary>
    public void BecameFree()
    {
        freedWhileStarting = Starting is not null;
        if (Starting is null)
        {
            Status = Status with { Current = null };
        }
    }

    /// <summary>What it answered to the order on its way. Should it be taken for free wrongly, it answers the next that it is busy.</summary>
    public void Answered(StartReply reply)
    {
        WorkOrder? started = reply.Code is StartCode.Accepted or StartCode.AlreadyRunning ? Starting : null;
        Starting = null;
        Status = Status with { Current = freedWhileStarting ? null : reply.Current, Attempt = started?.Attempt ?? 0, Incarnation = started?.Incarnation ?? Guid.Empty, Draining = Status.Draining || reply.Code == StartCode.Draining };
    }
}
