using Xunit;

namespace Fds.Core.Tests.Search;

public sealed class TestFunctionTests
{
    [Fact]
    public void Functions_AtTheirKnownMinima_HaveTheirKnownLeastValues()
    {
        Assert.Equal(0.397887, TestFunctions.Branin([Math.PI, 2.275]), 1e-6);
        Assert.Equal(0, TestFunctions.Rosenbrock([1, 1, 1, 1, 1]), 1e-12);
        Assert.Equal(0, TestFunctions.Ackley([0, 0, 0]), 1e-12);
        Assert.Equal(-3.32237, TestFunctions.Hartmann([0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573]), 1e-5);
    }
}
