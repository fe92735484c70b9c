using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using Xunit;

namespace Fds.Core.Tests.HyperOptimisation;

/// <summary>
/// The run that the reference implementation's read-me animates. Which way each value went says what its hypergradient's sign was;
/// how far it went is the rule's to say, with nothing given but the first step sizes.
/// </summary>
public sealed class PublishedTrajectoryTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string, double, double[]> Trajectories() => new()
    {
        { "learning rate 0", 0.1, [0, .1, .2, .3, .25, .2, .15, .1, .125] },
        { "learning rate 1", 0.1, [0, .1, .2, .3, .4, .5, .45, .475, .5] },
        { "learning rate 2", 0.1, [0, .1, .2, .3, .25, .275, .2625, .26875, .275] },
        { "learning rate 3", 0.1, [0, .1, .2, .15, .1, .125, .1125, .1, .10625] },
        { "learning rate 4", 0.1, [0, .1, .2, .15, .1, .05, 0, .025, .0125] },
        { "momentum", 0.3, [0, 0, .3, .15, .225, .3, .2625, .28125, .271875] },
        { "weight decay", 4e-4, [0, 0, 4e-4, 8e-4, 6e-4, 7e-4, 6.5e-4, 6e-4, 6.25e-4] },
    };

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void SignStepRule_FollowingThePublishedSigns_GivesThePublishedValues(string name, double step, double[] published)
    {
        SignStepRule rule = new(StepDecay: 0.5, ConvergedBelow: 0.05);
        ValueRange range = new(0, 1);
        SignStepState state = new(published[0], step);
        for (int outerStep = 1; outerStep < published.Length; outerStep++)
        {
            double hypergradient = published[outerStep - 1] - published[outerStep];
            state = rule.Update(state, hypergradient, range);

            Assert.True(
                Math.Abs(published[outerStep] - state.Value) <= Tolerance,
                $"{name} at outer step {outerStep}: published {published[outerStep]:R}, rule {state.Value:R}.");
        }
    }
}
