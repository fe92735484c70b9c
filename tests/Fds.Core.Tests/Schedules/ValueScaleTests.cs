using Fds.Core.Schedules;
using Xunit;

namespace Fds.Core.Tests.Schedules;

public sealed class ValueScaleTests
{
    public static TheoryData<ValueScale, double> Values { get; } = new()
    {
        { ValueScale.Linear, 0 }, { ValueScale.Linear, 0.3 },
        { ValueScale.Log, 1e-6 }, { ValueScale.Log, 0.3 }, { ValueScale.Log, 10 },
        { ValueScale.Log1m, 0 }, { ValueScale.Log1m, 0.9 }, { ValueScale.Log1m, 0.9999 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_OfAPlace_IsTheOneThatWasThere(ValueScale scale, double value) =>
        Assert.Equal(value, scale.Value(scale.Place(value)), 1e-12);

    [Theory]
    [MemberData(nameof(Values))]
    public void Slope_IsTheDerivativeByThePlace(ValueScale scale, double value)
    {
        const double Step = 1e-6;
        double place = scale.Place(value);
        double difference = (scale.Value(place + Step) - scale.Value(place - Step)) / (2 * Step);
        Assert.Equal(difference, scale.Slope(value), 1e-7);
    }

    [Fact]
    public void HalfWay_OnALogarithmicScale_IsTheGeometricMean()
    {
        Assert.Equal(1e-2, ValueScale.Log.Between(new(1e-4, 1), 0.5), 1e-12);
        Assert.Equal(0.9, ValueScale.Log1m.Between(new(0, 0.99), 0.5), 1e-12);
        Assert.Equal(0.5, ValueScale.Log.Share(new(1e-4, 1), 1e-2), 1e-12);
    }

    [Fact]
    public void Ends_OfARange_AreMetExactly()
    {
        ValueRange range = new(3e-4, 0.7);
        Assert.Equal(range.Minimum, ValueScale.Log.Between(range, 0), 1e-15);
        Assert.InRange(ValueScale.Log.Between(range, 1), range.Minimum, range.Maximum);
    }
}
