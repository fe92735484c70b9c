using Fds.Core.HyperOptimisation;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.HyperOptimisation;

/// <summary>The bounds against simulated hypergradients: 10,000 samples of 400 steps in windows of 40, σ = 0.25, ε = 0.08, as the reference simulates.</summary>
public sealed class SharingTheoremTests
{
    private const int Samples = 10_000;
    private const int Horizon = 400;
    private const int Window = 40;
    private const double Sigma = 0.25;
    private const double Drift = 0.08;

    public SharingTheoremTests() => TorchTests.Prepare();

    [Fact]
    public void Simulation_WithoutDrift_HasTheReferencesErrors()
    {
        (double unshared, double shared) = Simulate(zeros(Horizon, ScalarType.Float64));

        AssertNear(0.0625, unshared, 0.01);
        AssertNear(SharingTheorem.Unshared(Sigma), unshared, 0.01);
        AssertNear(0.00157, shared, 0.02);
        AssertNear(SharingTheorem.Bound(Sigma, drift: 0, Window), shared, 0.02);
    }

    /// <summary>The bound is reached where the means drift by ε at every step.</summary>
    [Fact]
    public void Simulation_WithTheWorstDrift_ReachesTheBound()
    {
        (double unshared, double shared) = Simulate(arange(Horizon, ScalarType.Float64) * Drift);

        AssertNear(0.0625, unshared, 0.01);
        AssertNear(0.8544, shared, 1e-3);
        AssertNear(SharingTheorem.Bound(Sigma, Drift, Window), shared, 1e-3);
    }

    /// <summary>
    /// A step that is uniform in [−ε, ε] has variance ε²/3, and W means of such a walk lie (ε²/3)(W² − 1)/(6W) about their mean: 0.0158
    /// over all walks, while the reference's figure is that of one.
    /// </summary>
    [Fact]
    public void Simulation_WithRandomDrift_StaysFarBelowTheBound()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(2, CPU);
        Tensor steps = rand([Samples, Horizon], ScalarType.Float64, generator: generator).mul_(2 * Drift).sub_(Drift);

        (double unshared, double shared) = Simulate(steps.cumsum(1));

        AssertNear(0.0625, unshared, 0.01);
        AssertNear((Sigma * Sigma / Window) + (Drift * Drift / 3 * ((Window * Window) - 1) / (6 * Window)), shared, 0.02);
        AssertNear(0.0164, shared, 0.06);
        Assert.True(shared < SharingTheorem.Bound(Sigma, Drift, Window) / 50);
    }

    /// <summary>Noise of which a share is common to the window's steps correlates by that share, and the bound is reached.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.6)]
    public void Simulation_WithCorrelatedSteps_ReachesTheBound(double correlation)
    {
        (double unshared, double shared) = Simulate(zeros(Horizon, ScalarType.Float64), correlation);

        AssertNear(SharingTheorem.Unshared(Sigma), unshared, 0.02);
        AssertNear(SharingTheorem.Bound(Sigma, drift: 0, Window, correlation), shared, 0.03);
    }

    [Theory]
    [InlineData(0.25, 0.08, 3.884)]
    [InlineData(0.25, 0.001, 72.11)]
    [InlineData(1, 0.01, 39.15)]
    public void BestWindow_HasTheSmallestBound(double sigma, double drift, double expected)
    {
        double best = SharingTheorem.BestWindow(sigma, drift);
        int smallest = Enumerable.Range(1, 200).MinBy(window => SharingTheorem.Bound(sigma, drift, window));

        Assert.Equal(expected, best, 0.01);
        Assert.InRange(smallest, best - 1, best + 1);
    }

    [Fact]
    public void Bound_OfWindowsOfOneStepOrOfFullyCorrelatedSteps_GainsNothing()
    {
        Assert.Equal(SharingTheorem.Unshared(Sigma), SharingTheorem.Bound(Sigma, Drift, 1, correlation: 0.5));
        Assert.Equal(SharingTheorem.Unshared(Sigma), SharingTheorem.Bound(Sigma, drift: 0, Window, correlation: 1), 1e-15);
        Assert.Equal(double.PositiveInfinity, SharingTheorem.BestWindow(Sigma, 0));
    }

    /// <summary>Mean square distances, of the hypergradients and of their means over windows, from the steps' own means.</summary>
    private static (double Unshared, double Shared) Simulate(Tensor means, double correlation = 0)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(1, CPU);
        Tensor own = randn([Samples, Horizon / Window, Window], ScalarType.Float64, generator: generator);
        Tensor common = randn([Samples, Horizon / Window, 1], ScalarType.Float64, generator: generator);
        Tensor centre = means.reshape(-1, Horizon / Window, Window);
        Tensor found = centre + (Sigma * ((Math.Sqrt(1 - correlation) * own) + (Math.Sqrt(correlation) * common)));
        double MeanSquare(Tensor error) => error.square().mean().item<double>();
        return (MeanSquare(found - centre), MeanSquare(found.mean([2], keepdim: true) - centre));
    }

    private static void AssertNear(double expected, double found, double tolerance) =>
        Assert.True(Math.Abs(expected - found) <= tolerance * expected, $"Expected {expected:G6}, but found {found:G6}.");
}
