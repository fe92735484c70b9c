using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>The study has two learning-rate windows and one weight decay: two columns are live in the first half of a run and three in the second.</summary>
public sealed class CostForecastTests
{
    private static readonly StudySpecification Study = TestStudies.Specification(steps: 3, seeds: 2, retrainings: 4);

    [Theory]
    [InlineData(8, 0, 0)]
    [InlineData(8, 1, 5)]
    [InlineData(8, 4, 20)]
    [InlineData(8, 5, 27)]
    [InlineData(8, 8, 48)]
    [InlineData(9, 9, (5 * 5) + (4 * 7))]
    public void OfReplica_IsOneGradientAndTwoForEachLiveColumnPerStep(int horizon, int until, double cost) =>
        Assert.Equal(cost, CostForecast.OfReplica(Study, horizon, until));

    /// <summary>Three columns are live in the first half and four in the second; label smoothing takes a gradient more at every step of either share.</summary>
    [Fact]
    public void OfReplica_WithLabelSmoothingOverTwoShares_IsTheSumOfTheShares()
    {
        StudySpecification study = Study with
        {
            Inner = Study.Inner with { Chunk = 2, Mode = HypergradientMode.Forward },
            Resources = Study.Resources with { ColumnShards = 2 },
            Hyperparameters = Study.Hyperparameters with { Smooths = true, LabelSmoothing = new() { Initial = [0.1], Step = 0.05, Minimum = 0, Maximum = 0.5 } },
        };

        Assert.Equal((2 * 8 * 2) + (2 * 4 * (3 + 4)), CostForecast.OfReplica(study, 8, 8));
        Assert.Equal((8 * 2) + (2 * 4 * (3 + 4)), CostForecast.OfReplica(study with { Resources = new() }, 8, 8));
    }

    [Fact]
    public void Done_OfAHypergradientRun_CountsColumnsAndOfARetrainingDoesNot()
    {
        Assert.Equal(20, CostForecast.Done(Study, At(WorkKind.Hypergradient, 4, 8)));
        Assert.Equal(4, CostForecast.Done(Study, At(WorkKind.RetrainLearned, 4, 8)));
        Assert.Equal(0, CostForecast.Done(Study, At(WorkKind.Hypergradient, 0, 0)));
    }

    [Fact]
    public void Ahead_CountsTheStepsLeftAndTwoRetrainingsPerSeed()
    {
        StudyRecord state = new() { Submission = TestStudies.Submission(Study) };
        const double Replica = 48;
        const double Retraining = 4 * 2 * 8;

        Assert.Equal((3 * 2 * Replica) + Retraining, CostForecast.Ahead(state, 8));
        state.OuterStep = 2;
        Assert.Equal((1 * 2 * Replica) + Retraining, CostForecast.Ahead(state, 8));
        state.Phase = StudyPhase.Retraining;
        Assert.Equal(Retraining, CostForecast.Ahead(state, 8));
    }

    [Fact]
    public void Ahead_OfAMeasurement_CountsBothPassesOfEveryRun()
    {
        StudySpecification measuring = TestStudies.Specification(steps: 1, seeds: 1, retrainings: 0) with { Fluctuation = new() { Runs = 10 } };

        Assert.Equal(10 * (48 + 16), CostForecast.Ahead(new() { Submission = TestStudies.Submission(measuring) }, 8));
        Assert.Equal(20, CostForecast.Done(measuring, At(WorkKind.Fluctuation, 4, 8)));
    }

    [Fact]
    public void Ahead_WhenStepsGrow_ScalesTheHorizonByTheirEpochs()
    {
        StudySpecification growing = Study with { Inner = Study.Inner with { Steps = null, Epochs = 1 }, Outer = Study.Outer with { Epochs = [1, 3] } };
        StudyRecord state = new() { Submission = TestStudies.Submission(growing), OuterStep = 1 };

        // One epoch was 8 steps: two outer steps of 24 are ahead, half of each at 5 and half at 7, and retraining for one epoch.
        Assert.Equal((2 * 2 * 12 * (5 + 7)) + (4 * 2 * 8), CostForecast.Ahead(state, 8));
    }

    private static RunProgress At(WorkKind kind, int step, int horizon) => new()
    {
        Key = new() { Study = Study.Name, Kind = kind, OuterStep = 0, Replica = 0 },
        Fence = new() { Attempt = 1, RunId = Guid.Empty },
        Device = "silo/0",
        Silo = "here",
        InnerStep = step,
        InnerSteps = horizon,
        StepsPerSecond = 1,
        LiveColumns = 2,
    };
}
