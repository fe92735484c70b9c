using Fds.Core.Datasets;
using Fds.Core.Training.Judgement;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>A data set in the memory of a device, shared by the runs on that device. Its creator disposes of it.</summary>
public sealed class DeviceData : IDisposable
{
    /// <summary>Copies a data set to a device.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="device">The device.</param>
    /// <param name="releasePixels">Whether the data set gives up its pixels' memory on the way: for large ones that nobody else reads.</param>
    public DeviceData(Dataset dataset, Device device, bool releasePixels = false)
    {
        Dataset = dataset;
        Device = device;
        Prior = dataset.Prior();
        Training = dataset.TrainingOn(device, releasePixels);
        Test = dataset.TestOn(device, releasePixels);
    }

    /// <summary>Where it came from; without its pixels where they were released.</summary>
    public Dataset Dataset { get; }

    /// <summary>Where it lies.</summary>
    public Device Device { get; }

    /// <summary>Training examples, the validation split among them.</summary>
    public DeviceExamples Training { get; }

    /// <summary>Test examples.</summary>
    public DeviceExamples Test { get; }

    /// <summary>What is known of a target before its example is looked at.</summary>
    internal Prior Prior { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Test.Dispose();
    }
}
