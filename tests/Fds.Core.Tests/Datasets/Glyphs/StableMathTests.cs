using Fds.Core.Datasets.Glyphs;
using Xunit;

namespace Fds.Core.Tests.Datasets.Glyphs;

public sealed class StableMathTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(37.5)]
    [InlineData(-180)]
    [InlineData(560)]
    public void SinCosDegrees_ComparedWithTheFramework_AgreesTo1e11(double degrees)
    {
        (double sin, double cos) = StableMath.SinCosDegrees(degrees);

        Assert.Equal(Math.Sin(degrees * Math.PI / 180), sin, 1e-11);
        Assert.Equal(Math.Cos(degrees * Math.PI / 180), cos, 1e-11);
    }
}
