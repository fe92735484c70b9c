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
    public void StepsOver_OfNeitherEpochsNorSteps_IsRefused() => Assert.Throws<FdsException>(() => default(Horizon).StepsOver(10, 1));
}
