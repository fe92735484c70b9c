using Fds.Core.Training;
using Xunit;

namespace Fds.Core.Tests.Training;

public sealed class HorizonTests
{
    [Fact]
    public void StepsOver_Epochs_DropsTheIncompleteBatchOfEach()
    {
        Assert.Equal(9, Horizon.OfEpochs(3).StepsOver(examples: 39, batchSize: 10));
        Assert.Equal(12, Horizon.OfEpochs(3).StepsOver(examples: 40, batchSize: 10));
    }

    [Fact]
    public void StepsOver_Steps_IsTheirNumber() => Assert.Equal(7, Horizon.OfSteps(7).StepsOver(examples: 10, batchSize: 10));

    [Fact]
    public void StepsOver_TooFewExamplesForABatch_IsRefusedWithTheNumbers()
    {
        FdsException refusal = Assert.Throws<FdsException>(() => Horizon.OfSteps(7).StepsOver(examples: 9, batchSize: 10));

        Assert.Contains("needs 10 examples, but only 9", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StepsOver_MoreThanAHorizonMayHave_IsRefusedWithTheNumbers()
    {
        FdsException refusal = Assert.Throws<FdsException>(() => Horizon.OfEpochs(100_000).StepsOver(examples: 1_000_000, batchSize: 10));
        Assert.Contains("at most 100000000 inner steps, but 100000 epochs of 100000 mini-batches are 10000000000.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Horizon.MostSteps, Horizon.OfEpochs(100_000).StepsOver(examples: 1000, batchSize: 1));
    }

    [Fact]
    public void StepsOver_OfNeitherEpochsNorSteps_IsRefused() => Assert.Throws<FdsException>(() => default(Horizon).StepsOver(10, 1));
}
