using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Studies that measure, on the slots of a real silo.</summary>
[Collection(SharedSiloTests.Name)]
public sealed class FluctuationTests(SharedSilo shared)
{
    private const int Runs = 8;
    private const double Rate = 0.1;

    /// <summary>Two steps each with 1, 2, 3 and 4 live columns and the final gradient; then eight steps and as many gradients of the validation loss.</summary>
    private const int CostOfRun = (2 * (3 + 5 + 7 + 9)) + 1 + 8 + 8;

    /// <summary>
    /// Of plain descent on the analytic problem, e_{i,t+1} = (1 − αa_i) e_{i,t}, every step has the same hypergradient of the final loss,
    /// and the greedy one of step t is (1 − αa)^{2(t−T+1)} times as large, curvature by curvature: greed overrates early windows, and
    /// agrees with the whole run where it ends.
    /// </summary>
    [Fact]
    public async Task Measurement_OfTheAnalyticProblem_IsItsClosedForm()
    {
        StudyResult result = await shared.Run(Measuring("analytic", seed: 1));
        FluctuationMeasurement measured = result.Fluctuation!;

        Assert.Equal((StudyState.Succeeded, Runs), (result.Status.State, measured.Completed.Length));
        Assert.Equal(4, measured.Windows.Length);
        FluctuationReading last = measured.Windows[^1];
        Assert.All(measured.Windows, window =>
        {
            Assert.Equal(last.Full.Mean, window.Full.Mean, 1e-12);
            Assert.Equal(1, window.Full.SignAgreement);
            Assert.True(window.Full.StandardDeviation > 0);
        });
        Assert.All(Enumerable.Range(0, Runs), run =>
        {
            // The largest curvature is 1 and the smallest 1/8; the last window is the last two of eight steps, and the first its first two.
            double[] overrated = [.. measured.Windows.Select(window => window.Greedy.Values[run] / window.Full.Values[run])];
            Assert.Equal(overrated.OrderDescending(), overrated);
            Assert.InRange(overrated[^1], 1, 0.5 * (1 + Math.Pow(1 - Rate, -2)));
            Assert.InRange(overrated[0], 0.5 * (Math.Pow(1 - (Rate / 8), -14) + Math.Pow(1 - (Rate / 8), -12)), 0.5 * (Math.Pow(1 - Rate, -14) + Math.Pow(1 - Rate, -12)));
        });
        Assert.Equal([1, 2, 4], measured.Averages.Select(average => average.Runs));
        Assert.Equal(1, measured.Averages[0].Full!.Value, 1e-12);

        Assert.All(result.Status.Replicas, run => Assert.Equal(CostOfRun, run.GradientSteps));

        StudyResult again = await shared.Run(Measuring("analytic-again", seed: 1));
        StudyResult other = await shared.Run(Measuring("analytic-other", seed: 2));
        Assert.Equal(measured.Windows.Select(window => string.Join(' ', window.Greedy.Values)), again.Fluctuation!.Windows.Select(window => string.Join(' ', window.Greedy.Values)));
        Assert.NotEqual(measured.Windows[0].Full.Values[0], other.Fluctuation!.Windows[0].Full.Values[0]);

        StudyResult poor = await shared.Run(Measuring("analytic-poor", seed: 1, costOfRun: CostOfRun - 1));
        Assert.Equal((StudyState.Failed, 0.0), (poor.Status.State, poor.Status.GradientSteps));
        Assert.Contains($"the next run takes {CostOfRun} gradient steps, and {CostOfRun - 1} are left", poor.Status.Reason, StringComparison.Ordinal);
    }

    private static StudySubmission Measuring(string name, long seed, int costOfRun = CostOfRun)
    {
        StudySubmission given = Studies.Quadratic(name, outerSteps: 1, seeds: 1, seed);
        KindMap<HyperparameterSpecification> schedules = given.Specification.Hyperparameters;
        return new()
        {
            File = $"{given.File} {costOfRun}",
            Specification = given.Specification with
            {
                Fluctuation = new() { Runs = Runs },
                Budget = new() { GradientSteps = Runs * costOfRun },
                Hyperparameters = schedules with { Momentum = schedules.Momentum with { Learn = false } },
            },
        };
    }
}
