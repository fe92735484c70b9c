namespace Fds.Studies.Views;

/// <summary>Why work waits; also a metric's label.</summary>
internal enum WaitReason
{
    /// <summary>Not known, because the scheduler has not answered yet.</summary>
    Unknown,

    /// <summary>Its study is paused.</summary>
    Paused,

    /// <summary>Its study already has as many runs as it may have at once.</summary>
    Parallelism,

    /// <summary>It is on its way to a device.</summary>
    Starting,

    /// <summary>There is no device of its pool.</summary>
    NoDevice,

    /// <summary>Every device of its pool is busy.</summary>
    NoFreeSlot,
}
