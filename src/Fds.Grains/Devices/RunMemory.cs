using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Core.Runtime;
using Fds.Core.Training;
using Fds.Studies.Numerics;

namespace Fds.Grains.Devices;

/// <summary>A lower bound of a run's device memory besides the data, so that a network that cannot fit is refused before libtorch tries.</summary>
internal static class RunMemory
{
    /// <summary>Bytes of weights, moments, gradient, tangents and one mini-batch, with the attention of one layer of a gpt.</summary>
    /// <param name="study">The study.</param>
    /// <param name="data">Its data.</param>
    /// <param name="carriesTangents">Whether the run carries the tangents of what is learned.</param>
    public static long AtLeast(StudySpecification study, DeviceData data, bool carriesTangents)
    {
        long weights = SpecificationTranslation.Network(study, DataShape.Of(data.Dataset)).Layout.Count;
        long columns = carriesTangents ? SpecificationTranslation.Columns(study) / SpecificationTranslation.ColumnShards(study) : 0;
        long examples = Math.Min(study.Inner.BatchSize, data.Training.Count);
        long attention = study.Model.Gpt is { } gpt ? examples * gpt.Heads * gpt.Context * gpt.Context : 0;
        long batch = (examples * data.Training.ExampleLength) + attention;
        return (SpecificationTranslation.Width(study) * (SpecificationTranslation.StateNumbers(study, weights) + weights + batch)) + SpecificationTranslation.TangentBytes(study, columns, weights);
    }

    /// <summary>Refuses a run that does not fit.</summary>
    /// <exception cref="MemoryException">There is not enough.</exception>
    public static void Require(StudySpecification study, DeviceData data, DeviceSlot slot, bool carriesTangents)
    {
        long needed = AtLeast(study, data, carriesTangents);
        long free = slot.FreeBytes;
        if (needed > free)
        {
            throw new MemoryException(
                $"A run of {study.Model.Name} on these data needs at least {MemoryAmount.Words(needed)} ({needed} bytes) of memory, and {MemoryAmount.Words(free)} ({free} bytes) are free on {slot.Device}. "
                + "Use smaller examples, a smaller network, a smaller batch or fewer windows, or a machine with more memory.");
        }
    }
}
