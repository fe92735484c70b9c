using Fds.Contracts.Studies;
using Fds.Grains.Planning;
using Fds.Grains.Tests.Studies;
using Xunit;

namespace Fds.Grains.Tests.Planning;

public sealed class MethodForecastTests
{
    private static readonly StudySpecification Study = TestStudies.Specification(steps: 2, seeds: 2);

    /// <summary>Two learning rates, of which the second is live for half of the eight steps, and a weight decay.</summary>
    [Theory]
    [InlineData(StudyMethod.Fds, 32, 160)]
    [InlineData(StudyMethod.Hd, 48, 0)]
    [InlineData(StudyMethod.Rtho, 48, 240)]
    [InlineData(StudyMethod.Random, 40, 0)]
    [InlineData(StudyMethod.Pbt, 20, 0)]
    public void Forecast_CountsGradientsAndColumnUpdates(StudyMethod method, double gradients, double updates)
    {
        MethodForecast? forecast = MethodForecast.Of(Study with { Search = new() { Trials = 5 } }, method, [8, 8], validation: 0);

        Assert.Equal((method, gradients, updates), (forecast!.Method, forecast.Gradients, forecast.Updates));
    }

    [Fact]
    public void Forecast_OfAPopulation_ValidatesEverySegmentOfEveryMember() =>
        Assert.Equal(8 * 2 * (4 + 1), MethodForecast.Of(Study, StudyMethod.Pbt, [8, 8], validation: 30)!.GradientSteps, 1e-9);

    [Fact]
    public void Forecast_OfAPopulationOfOuterLoops_CountsAllMembers() =>
        Assert.Equal(3 * 192, MethodForecast.Of(Study with { Population = new() { Members = 3 } }, StudyMethod.Fds, [8, 8], validation: 0)!.GradientSteps);

    [Fact]
    public void Forecast_OfASearch_IsTheLeastOfItsLimits()
    {
        static double? Cost(StudySpecification study) => MethodForecast.Of(study, StudyMethod.Asha, [8, 8], validation: 30)?.GradientSteps;

        Assert.Null(Cost(Study));
        Assert.Equal(2 * 192, Cost(Study with { Search = new() { CostFactor = 2 } }));
        Assert.Equal(100, Cost(Study with { Search = new() { CostFactor = 2 }, Budget = new() { GradientSteps = 100 } }));

        // A trial is validated on 30 examples in batches of 10, forward only.
        Assert.Equal(5 * (8 + 1), Cost(Study with { Search = new() { CostFactor = 2, Trials = 5 }, Budget = new() { GradientSteps = 100 } })!.Value, 1e-9);
    }
}
