using Fds.Core.Runtime;
using Xunit;

namespace Fds.Core.Tests.Runtime;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void Versions_OfTheNativeSide_AreThoseTheBuildPins()
    {
        Assert.Equal("2.10.0", TorchRuntime.LibtorchVersion);
        Assert.Equal("0.107.0", TorchRuntime.TorchSharpVersion);
    }

    [Fact]
    public void EnsureLoads_WhereTheLibraryIs_Returns() => TorchRuntime.EnsureLoads();
}
