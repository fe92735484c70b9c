using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

/// <summary>Images of a single pixel that is the image's number, labelled by its last digit.</summary>
internal static class NumberedImages
{
    public static DeviceData Load(int count)
    {
        LabelledImages images = new([.. Enumerable.Range(0, count).Select(i => (byte)i)], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], count, 1, 1, 1);
        return new(new ImageDataset("numbers", images, images, 10, new([0], [1.0 / 255])), CPU);
    }

    public static TrainingSetting Setting(DeviceData data, int batchSize) => new()
    {
        Network = NetworkFactory.Create("mlp", 1, 1, 1, 10),
        Data = data,
        BatchSize = batchSize,
        Horizon = Horizon.OfEpochs(1),
        Type = ScalarType.Float64,
    };

    /// <summary>The numbers of a batch's images.</summary>
    public static int[] Numbers(Tensor images) => [.. images.flatten().data<double>().Select(value => (int)Math.Round(value))];
}
