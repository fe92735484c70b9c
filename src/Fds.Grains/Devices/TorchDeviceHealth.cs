using System.Runtime.InteropServices;
using Fds.Contracts.Faults;
using Fds.Core.Runtime;
using TorchSharp;

namespace Fds.Grains.Devices;

/// <summary>
/// Asks a GPU to add two numbers. After some errors, such as an access to memory that is not there, CUDA answers every call of the process
/// with the same error until the process ends, and no list of their words is ever complete.
/// </summary>
internal sealed class TorchDeviceHealth : IDeviceHealth
{
    /// <inheritdoc/>
    public string? Complaint(DeviceSlot slot) => slot.Pool == Pools.Cuda ? Complaint(() => Add(slot.Device)) : null;

    /// <summary>The result of a trivial computation on a device. A card without free memory does not count as lost.</summary>
    internal static string? Complaint(Action computation)
    {
        try
        {
            computation();
            return null;
        }
        catch (Exception e) when (OutOfMemory.Is(e))
        {
            return null;
        }
        catch (ExternalException e)
        {
            return FaultText.OneLine(e.Message);
        }
    }

    private static void Add(string device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor one = torch.ones(1, device: torch.device(device));
        (one * one).item<float>();
    }
}
