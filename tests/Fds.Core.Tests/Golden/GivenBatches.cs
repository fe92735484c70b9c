using Fds.Core.Datasets;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Golden;

/// <summary>Batches by given indices, one list per inner step.</summary>
internal sealed class GivenBatches(DeviceImages images, long[][] indices, ScalarType type) : IBatchSource
{
    public (Tensor Images, Tensor Labels) Next(int step)
    {
        using Tensor index = tensor(indices[step]);
        return (images.Inputs(index, type), images.TargetsAt(index));
    }
}
