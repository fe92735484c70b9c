using Fds.Contracts.Devices;

namespace Fds.Grains.Devices;

/// <summary>Carries out work orders on one kind of device, synchronously, on the thread it is called from.</summary>
internal interface IWorkRunner
{
    /// <summary>Prepares the calling thread, which will make all further calls for this slot.</summary>
    void Prepare(DeviceSlot slot);

    /// <summary>Carries out an order to its end.</summary>
    /// <param name="slot">The slot it runs on.</param>
    /// <param name="order">What to do.</param>
    /// <param name="control">Reports the run's position to the device, and tells the run when to stop.</param>
    WorkResult Run(DeviceSlot slot, WorkOrder order, RunControl control);

    /// <summary>Gives back the memory that runs have left behind; called on the slot's thread once it has had no work for a while.</summary>
    void GiveBackMemory(DeviceSlot slot);
}
