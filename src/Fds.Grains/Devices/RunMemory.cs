using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Core.Datasets;
using Fds.Core.Runtime;
using Fds.Core.Training;
using Fds.Grains.Planning;

namespace Fds.Grains.Devices;

/// <summary>What a run needs of a device's memory beside the data, as far as that is certain: a network that cannot fit is refused before libtorch tries.</summary>
internal static class RunMemory
{
    /// <summary>Weights, velocities and gradients.</summary>
    private const int VectorsOfWeights = 3;

    /// <summary>Bytes of weights, velocities, gradients and one mini-batch, which every run has; what tangents or kept states add is not in it.</summary>
    public static long AtLeast(StudySpecification study, DeviceData data)
    {
        LabelledImages images = data.Dataset.Training;
        long weights = SpecificationTranslation.Network(study, DataShape.Of(data.Dataset)).Layout.Count;
        long width = study.Inner.Precision == Precision.Float64 ? sizeof(double) : sizeof(float);
        long batch = Math.Min(study.Inner.BatchSize, images.Count) * (long)images.ImageLength;
        return width * ((weights * VectorsOfWeights) + batch);
    }

    /// <summary>Refuses a run that does not fit.</summary>
    /// <exception cref="MemoryException">There is not enough.</exception>
    public static void Require(StudySpecification study, DeviceData data, DeviceSlot slot)
    {
        long needed = AtLeast(study, data);
        long free = slot.MemoryBytes ?? HostMemory.Here.FreeBytes();
        if (needed > free)
        {
            throw new MemoryException(
                $"A run of {study.Model.Name} on these images needs at least {HostMemory.Words(needed)} ({needed} bytes) of memory, and {HostMemory.Words(free)} ({free} bytes) are free on {slot.Device}. "
                + "Use smaller images, a smaller network, or a smaller batch, or a machine with more memory.");
        }
    }
}
