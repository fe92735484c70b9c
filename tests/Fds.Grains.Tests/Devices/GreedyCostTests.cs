using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Tests.Studies;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Devices;

/// <summary>What runs of greedy methods cost, before they begin: as much as they count, or a budget would end before its time.</summary>
public sealed class GreedyCostTests
{
    private const double Validation = 0.8;
    private const double Evaluation = Validation / 3;

    /// <summary>Two columns over eight steps in batches of ten; of twenty examples eight are held out, less than a batch.</summary>
    [Theory]
    [InlineData(StudyMethod.Hd, 1, 0.99, 8)]
    [InlineData(StudyMethod.Greedy, 1, 0.99, 8 + (8 * Validation))]
    [InlineData(StudyMethod.Greedy, 3, 0.99, 8 + (8 * Validation))]
    [InlineData(StudyMethod.Rtho, 3, 0.99, (8 * 5) + (2 * Validation))]
    [InlineData(StudyMethod.Marthe, 3, 0.99, (8 * 5) + (2 * Validation))]
    [InlineData(StudyMethod.Marthe, 3, 0, 8 + (2 * Validation))]
    public void Cost_OfARun_IsWhatItCounts(StudyMethod method, int interval, double discount, double expected)
    {
        StudySpecification study = TestStudies.Specification();
        study = study with { Methods = [method], Greedy = new() { Interval = interval, Discount = discount }, Data = study.Data with { ValidationFraction = 0.4 } };

        Assert.Equal(expected + Evaluation, WorkCost.Of(Order(study), examples: 20), 1e-9);
    }

    /// <summary>A discount that is adapted may be 0 for a while: the columns are carried, and paid for, all the same.</summary>
    [Fact]
    public void Cost_OfMartheThatAdapts_IsThatOfItsColumns()
    {
        StudySpecification study = TestStudies.Specification();
        study = study with { Methods = [StudyMethod.Marthe], Greedy = new() { Discount = 0, AdaptsDiscount = true }, Data = study.Data with { ValidationFraction = 0.4 } };

        Assert.Equal((8 * 5) + (8 * Validation) + Evaluation, WorkCost.Of(Order(study), examples: 20), 1e-9);
    }

    /// <summary>The analytic problem's validation loss is its training loss, and costs as much.</summary>
    [Fact]
    public void Cost_OfARunOfTheAnalyticProblem_HasWholeGradientsOnly()
    {
        StudySpecification study = TestStudies.Specification();

        Assert.Equal(16, WorkCost.Of(Order(study with { Methods = [StudyMethod.Greedy], Model = study.Model with { Name = ModelSpecification.Quadratic } }), examples: 0));
    }

    [Theory]
    [InlineData(9.99999999999998, true)]
    [InlineData(9.99999, false)]
    public void Complaint_IsAboutWhatExceedsTheLimitByMoreThanRounding(double limit, bool affordable) =>
        Assert.Equal(affordable, WorkCost.Complaint(WorkKind.Trial, cost: 10, limit) is null);

    private static WorkOrder Order(StudySpecification study) => new()
    {
        Key = new() { Study = study.Name, Kind = WorkKind.Trial, OuterStep = 0, Replica = 0 },
        Attempt = 1,
        Pool = "cpu",
        Specification = study,
        Schedule = OuterLoop.Schedule(OuterLoop.Initial(study)),
        Trial = new() { Resource = 1, MaximumResource = 1 },
    };
}
