using Fds.Contracts.Studies;
using Fds.Core.Adjoints;
using Fds.Grains.Devices;
using Fds.Grains.Tests.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Devices;

public sealed class HypergradientChoiceTests
{
    private const int Horizon = 100;
    private static readonly StudySpecification Few = TestStudies.Specification();

    /// <summary>Seven learning rates, of which the first is always live and the last for a seventh of the run, and a weight decay: 5 on average.</summary>
    private static readonly StudySpecification Many = WithRates(Few, 7);

    [Fact]
    public void Auto_WithFewColumns_IsForwardAndSaysWhy()
    {
        HypergradientChoice choice = HypergradientChoice.Of(Few, Horizon);

        Assert.Equal((false, "2.5 columns are live on average, and reverse mode is faster from about 3 on"), (choice.Reverse, choice.Reason));
        Assert.Null(HypergradientChoice.Trail(Few, Horizon, weights: 1000, free: long.MaxValue));
    }

    [Fact]
    public void Auto_WithManyColumns_IsReverseAndSaysWhy()
    {
        HypergradientChoice choice = HypergradientChoice.Of(Many, 7000);

        Assert.Equal((true, "5 columns are live on average, and reverse mode is faster from about 3 on"), (choice.Reverse, choice.Reason));
    }

    [Fact]
    public void Auto_WithALargeNetworkOrTheOtherEngine_IsReverseFromFewerColumnsOn()
    {
        Assert.True(HypergradientChoice.Of(Few with { Model = Few.Model with { Name = "wrn-16-1" } }, Horizon).Reverse);
        Assert.True(HypergradientChoice.Of(Few with { Model = Few.Model with { Name = ModelSpecification.Transformer, Gpt = new() } }, Horizon).Reverse);
        Assert.True(HypergradientChoice.Of(Few with { Inner = Few.Inner with { Engine = CurvatureEngine.Autograd } }, Horizon).Reverse);
    }

    [Fact]
    public void Auto_WithRulesAboutColumns_IsForwardAndNamesThem()
    {
        Assert.Equal("inner.hessianProductClamp applies to columns, which only forward mode has", Refused(Many with { Inner = Many.Inner with { HessianProductClamp = 1 } }));
        Assert.Equal("outer.pruning applies to columns, which only forward mode has", Refused(Many with { Outer = Many.Outer with { Pruning = new() { Mode = PruningMode.Truncate, Ratio = 0.5 } } }));
        Assert.Equal("resources.columnShards divides columns, which only forward mode has", Refused(Many with { Resources = Many.Resources with { ColumnShards = 2 } }));
        Assert.Equal("the columns of the analytic problem cost next to nothing", Refused(Many with { Model = Many.Model with { Name = ModelSpecification.Quadratic } }));

        static string Refused(StudySpecification study)
        {
            HypergradientChoice choice = HypergradientChoice.Of(study, Horizon);
            Assert.False(choice.Reverse);
            return choice.Reason;
        }
    }

    [Theory]
    [InlineData(HypergradientMode.Forward, false)]
    [InlineData(HypergradientMode.Reverse, true)]
    public void Mode_ThatIsAskedFor_IsTaken(HypergradientMode mode, bool reverse)
    {
        foreach (StudySpecification study in (StudySpecification[])[Few, Many])
        {
            StudySpecification asking = study with { Inner = study.Inner with { Mode = mode } };
            Assert.Equal(reverse, HypergradientChoice.Of(asking, Horizon).Reverse);
            Assert.Equal(reverse, HypergradientChoice.Trail(asking, Horizon, weights: 1000, free: 0) is not null);
        }
    }

    /// <summary>A state of 1000 weights in float32 has 8,000 bytes: 100, 19 or 13 of them.</summary>
    [Theory]
    [InlineData(800_000, AdjointMemory.All)]
    [InlineData(799_999, AdjointMemory.Segments)]
    [InlineData(151_999, AdjointMemory.Levels)]
    public void Memory_IsTheMostThatFits(long free, AdjointMemory expected) =>
        Assert.Equal(expected, HypergradientChoice.Trail(Many, Horizon, weights: 1000, free)!.Memory);

    [Fact]
    public void Memory_ThatDoesNotFitAtAll_MakesItForward()
    {
        Assert.Null(HypergradientChoice.Trail(Many, Horizon, weights: 1000, free: 50_000));
        HypergradientComputation described = HypergradientChoice.Describe(Many, Horizon, trail: null, weights: 1000);

        Assert.Equal((HypergradientMode.Forward, null, 2L * 8 * 1000 * 4), (described.Mode, described.Memory, described.Bytes));
        Assert.Equal("the states that reverse mode keeps do not fit into the free memory of the device", described.Reason);
    }

    [Fact]
    public void Memory_ThatIsAskedFor_IsTaken()
    {
        StudySpecification asking = Many with { Inner = Many.Inner with { ReverseMemory = ReverseMemory.Levels } };

        Assert.Equal(AdjointMemory.Levels, HypergradientChoice.Trail(asking, Horizon, weights: 1000, free: long.MaxValue)!.Memory);
    }

    [Fact]
    public void Description_HasBytesAndCost()
    {
        HypergradientComputation all = HypergradientChoice.Describe(Many, Horizon, new(Horizon, AdjointMemory.All), weights: 1000);

        Assert.Equal((HypergradientMode.Reverse, ReverseMemory.All, 800_000L, 4.0), (all.Mode, all.Memory, all.Bytes, all.CostPerStep));
    }

    /// <summary>Segments are expected: 100 steps out, 90 again and 100 back at 3 each.</summary>
    [Fact]
    public void Forecast_CountsWhatReverseModeDoes()
    {
        Assert.Equal(490, CostForecast.OfReplica(Many, Horizon, Horizon));
        Assert.Equal(245, CostForecast.OfReplica(Many, Horizon, Horizon / 2));
        Assert.Equal(400, CostForecast.OfReplica(Many with { Inner = Many.Inner with { ReverseMemory = ReverseMemory.All } }, Horizon, Horizon));
    }

    private static StudySpecification WithRates(StudySpecification study, int windows) => study with
    {
        Hyperparameters = study.Hyperparameters with { LearningRate = study.Hyperparameters.LearningRate with { Initial = [.. Enumerable.Repeat(0.5, windows)] } },
    };
}
