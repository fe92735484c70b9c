using Fds.Core.Datasets;
using Fds.Core.Training.Judgement;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>A data set in the memory of a device. Shared by the runs on that device; whoever made it disposes of it.</summary>
public sealed class DeviceData : IDisposable
{
    /// <summary>Copies a data set to a device.</summary>
    public DeviceData(Dataset dataset, Device device)
    {
        Dataset = dataset;
        Device = device;
        Training = new DeviceImages(dataset.Training, dataset.Normalisation, device);
        Test = new DeviceImages(dataset.Test, dataset.Normalisation, device);
        Shares = new(dataset.Training.Labels);
    }

    /// <summary>Where it came from.</summary>
    public Dataset Dataset { get; }

    /// <summary>Where it lies.</summary>
    public Device Device { get; }

    /// <summary>Training images, the validation split among them.</summary>
    public DeviceImages Training { get; }

    /// <summary>Test images.</summary>
    public DeviceImages Test { get; }

    /// <summary>The share of every class among the training images.</summary>
    public ClassShares Shares { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Test.Dispose();
    }
}
