using Fds.Core.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Networks;

public sealed class NormalisationStatisticsTests
{
    private const double Momentum = 0.1;

    private static readonly Network Network = NetworkFactory.Create("lenet-bn", 1, 28, 28, 10);

    public NormalisationStatisticsTests() => TorchTests.Prepare();

    [Fact]
    public void Forward_WhileTraining_MovesTheRunningStatisticsATenthOfTheWay()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor weights, Tensor images) = Draw();
        using NormalisationStatistics statistics = new(Network, ScalarType.Float64, CPU);
        Tensor hidden = nn.functional.conv2d(images, Network.Layout.View(weights, 0), Network.Layout.View(weights, 1)).transpose(0, 1).flatten(1);
        Tensor mean = hidden.mean([1]);
        Tensor variance = hidden.var(1);

        Network.Forward(weights, images, statistics, training: true);
        AssertClose(Momentum * mean, statistics[0].Mean);
        AssertClose((1 - Momentum) + (Momentum * variance), statistics[0].Variance);

        Network.Forward(weights, images, statistics, training: true);
        AssertClose((Momentum + (Momentum * (1 - Momentum))) * mean, statistics[0].Mean);
        Assert.Equal([16], statistics[1].Mean.shape);
        Assert.True(statistics[1].Mean.ne(0).all().item<bool>());
    }

    [Fact]
    public void Forward_WhileTraining_NormalisesAsWithoutStatistics()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor weights, Tensor images) = Draw();
        using NormalisationStatistics statistics = new(Network, ScalarType.Float64, CPU);

        Assert.Equal(Network.Forward(weights, images), Network.Forward(weights, images, statistics, training: true));
    }

    [Fact]
    public void Forward_WhileEvaluating_UsesTheRunningStatisticsAndLeavesThem()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor weights, Tensor images) = Draw();
        using NormalisationStatistics statistics = new(Network, ScalarType.Float64, CPU);
        for (int i = 0; i < 3; i++)
        {
            Network.Forward(weights, images, statistics, training: true);
        }

        Tensor[] before = [.. All(statistics).Select(values => values.clone())];

        Tensor batch = Network.Forward(weights, images, statistics, training: false);
        Tensor alone = Network.Forward(weights, images.narrow(0, 2, 1), statistics, training: false);

        Assert.Equal(before, All(statistics));
        AssertClose(batch.narrow(0, 2, 1), alone);
        Assert.False(batch.allclose(Network.Forward(weights, images)));
    }

    [Fact]
    public void NormalisationStatistics_OfANetworkWithoutNormalisation_AreNotNeeded()
    {
        using DisposeScope scope = NewDisposeScope();
        Network plain = NetworkFactory.Create("mlp", 1, 8, 8, 3);
        using NormalisationStatistics statistics = new(plain, ScalarType.Float64, CPU);
        using Generator generator = new(1, CPU);
        Tensor weights = randn(plain.Layout.Count, ScalarType.Float64, generator: generator);
        Tensor images = randn([2, 1, 8, 8], ScalarType.Float64, generator: generator);

        Assert.Equal(plain.Forward(weights, images), plain.Forward(weights, images, statistics, training: false));
    }

    private static Tensor[] All(NormalisationStatistics statistics) =>
        [statistics[0].Mean, statistics[0].Variance, statistics[1].Mean, statistics[1].Variance];

    private static (Tensor Weights, Tensor Images) Draw()
    {
        using Generator generator = new(4, CPU);
        Tensor weights = WeightInitialiser.Draw(Network.Layout, WeightScheme.Default, 1, generator, ScalarType.Float64, CPU);
        return (weights, 2 + (3 * randn([5, 1, 28, 28], ScalarType.Float64, generator: generator)));
    }

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.True((expected - actual).abs().max().item<double>() < 1e-12, $"Expected {expected.str()}, but got {actual.str()}.");
}
