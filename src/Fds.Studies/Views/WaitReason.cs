namespace Fds.Studies.Views;

/// <summary>Why work waits; also a metric's label.</summary>
internal enum WaitReason
{
    /// <summary>Not known: the scheduler has not said so far.</summary>
    Unknown,

    /// <summary>Its study is paused.</summary>
    Paused,

    /// <summary>Its study runs as much at once as it may.</summary>
    Parallelism,

    /// <summary>It is on its way to a device.</summary>
    Starting,

    /// <summary>There is no device of its pool.</summary>
    NoDevice,

    /// <summary>Every device of its pool is busy.</summary>
    NoFreeSlot,
}
