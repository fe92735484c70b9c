using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Greedy;
using Fds.Core.Schedules;
using Fds.Grains.Tests.Studies;
using Fds.Studies.Numerics;
using Xunit;

namespace Fds.Grains.Tests.Devices;

/// <summary>What a study's greedy section is in the numerics.</summary>
public sealed class GreedyTranslationTests
{
    [Theory]
    [InlineData(true, null, 1e-6)]
    [InlineData(false, null, 0)]
    [InlineData(false, 1e-5, 1e-5)]
    [InlineData(true, 0.0, 0)]
    public void Settings_OfMarthe_AdaptAsTheStudySays(bool adapts, double? adaptation, double expected)
    {
        GreedySettings found = Settings(StudyMethod.Marthe, new() { Discount = 0.9, AdaptsDiscount = adapts, Adaptation = adaptation });

        Assert.Equal(adapts ? null : 0.9, found.Discount);
        Assert.Equal(expected, found.Hyperparameters.LearningRate.Adaptation, 1e-20);
        Assert.Equal(found.Hyperparameters.WeightDecay.Step is null ? 0 : 1e-3 * expected, found.Hyperparameters.WeightDecay.Adaptation, 1e-20);
    }

    /// <summary>The factor is on hyper steps alone.</summary>
    [Fact]
    public void Settings_WithAFactor_HaveTheSameAdaptation()
    {
        GreedyHyperparameter found = Settings(StudyMethod.Marthe, new() { AdaptsDiscount = true }, factor: 10).Hyperparameters.LearningRate;

        Assert.Equal((1e-3, 1e-6), (found.Step!.Value, found.Adaptation), (x, y) => Math.Abs(x.Item1 - y.Item1) < 1e-15 && Math.Abs(x.Item2 - y.Item2) < 1e-20);
    }

    [Theory]
    [InlineData(StudyMethod.Hd)]
    [InlineData(StudyMethod.Greedy)]
    [InlineData(StudyMethod.Rtho)]
    public void Settings_OfAnotherMethod_AdaptNothing(StudyMethod method) =>
        Assert.All(PerKind.OfSgd, kind => Assert.Equal(0, Settings(method, new() { AdaptsDiscount = true, Adaptation = 1 }).Hyperparameters[kind].Adaptation));

    private static GreedySettings Settings(StudyMethod method, GreedySpecification greedy, double factor = 1) =>
        GreedyTranslation.Settings(TestStudies.Specification() with { Methods = [method], Greedy = greedy }, new TrialOrder { Resource = 1, MaximumResource = 1, Factor = factor }, retraining: 10);
}
