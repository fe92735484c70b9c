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
    /// <param name="report">Told where the run is, every few inner steps.</param>
    /// <param name="cancellationToken">Ends the run with <see cref="OperationCanceledException"/>.</param>
    WorkResult Run(DeviceSlot slot, WorkOrder order, Action<WorkPosition> report, CancellationToken cancellationToken);
}
