using Fds.Contracts.Planning;
using Fds.Contracts.Studies;
using Fds.Grains.Planning;
using Fds.Grains.Tests.Studies;
using Xunit;

namespace Fds.Grains.Tests.Planning;

/// <summary>
/// One replica: 4 inner steps with 2 live columns and 4 with 3, so 4·5 + 4·7 = 48 gradient steps; of 20 examples 8 are held out, whose gradient
/// costs 0.8, and whose evaluation 0.27, which is done ten times at most; one of the 12 others 0.4.
/// </summary>
public sealed class PlanWarningsTests
{
    private const double Replica = 48 + 0.8 + (10 * 0.8 / 3) + 0.4;

    [Theory]
    [InlineData(2 * Replica, null)]
    [InlineData((2 * Replica) - 0.1, "with all replicas and members")]
    [InlineData(15, "at least 16")]
    public void Budget_ThatDoesNotReachForAnOuterStep_IsTold(double budget, string? words)
    {
        StudyWarning[] warnings = Warnings(TestStudies.Specification() with { Budget = new() { GradientSteps = budget } });

        Assert.Equal(words is null ? 0 : 1, warnings.Length);
        Assert.All(warnings, warning => Assert.Equal("spec.budget.gradientSteps", warning.Path));
        Assert.All(warnings, warning => Assert.Contains(words!, warning.Message, StringComparison.Ordinal));
    }

    /// <summary>Every member of every generation has its part of the budget.</summary>
    [Theory]
    [InlineData(8 * Replica, 0)]
    [InlineData((8 * Replica) - 0.1, 1)]
    public void Budget_OfAPopulation_IsDividedOverMembersAndGenerations(double budget, int count) => Assert.Equal(
        count, Warnings(TestStudies.Specification() with { Budget = new() { GradientSteps = budget }, Population = new() { Members = 2, ReplaceEvery = 1 } }).Length);

    [Fact]
    public void Plan_HasWhatTheFileAloneShows()
    {
        StudySpecification study = TestStudies.Specification();
        HyperparameterSpecification still = study.Hyperparameters.LearningRate with { Initial = [0, 0], Learn = false };

        Assert.Equal("spec.hyperparameters.learningRate", Assert.Single(Warnings(study with { Hyperparameters = study.Hyperparameters with { LearningRate = still } })).Path);
    }

    private static StudyWarning[] Warnings(StudySpecification study) => [.. PlanWarnings.Of(study with { Data = study.Data with { ValidationFraction = 0.4 } }, new()
    {
        TrainingExamples = 12,
        ValidationExamples = 8,
        TestExamples = 10,
        Parameters = 1,
        Columns = 3,
        Horizons = [8, 8],
        TangentBytes = 1,
        GradientSteps = 1,
        Seconds = 1,
        Device = "cpu",
        Slots = 1,
    })];
}
