using TorchSharp;
using Xunit;

namespace Fds.Core.Tests.Datasets;

/// <summary>Counts tensors of this thread alone: other tests run beside it.</summary>
internal static class LiveTensors
{
    public static long Count => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    /// <summary>After three rounds of <paramref name="act"/>, which disposes of what it is given, no tensor is left, outside a scope or in one.</summary>
    public static void AssertUnchanged(Action act)
    {
        long before = Count;
        for (int i = 0; i < 3; i++)
        {
            act();
        }

        Assert.Equal(before, Count);
        using var scope = torch.NewDisposeScope();
        act();
        Assert.Equal(0, scope.DisposablesCount);
    }
}
