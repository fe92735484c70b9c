using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Datasets;
using Fds.Core.Tests.Tangents;
using Fds.Core.Tests.Training;
using Fds.Core.Training;
using Fds.Core.Updates;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Adjoints;

/// <summary>Reverse mode against forward mode, autograd through the unrolled run, and central differences, in float64.</summary>
public sealed class AdjointPassTests
{
    private const double Tolerance = 1e-9;

    private readonly ITestOutputHelper output;

    public AdjointPassTests(ITestOutputHelper output)
    {
        this.output = output;
        TorchTests.Prepare();
    }

    public static TheoryData<string, int, int, int, int, double?> Cases()
    {
        TheoryData<string, int, int, int, int, double?> cases = [];
        foreach (int horizon in (int[])[1, 2, 3, 5, 8, 13])
        {
            for (int windows = 1; windows <= horizon; windows += Math.Max(1, horizon / 4))
            {
                cases.Add("mlp", 1, 8, horizon, windows, windows % 2 == 0 ? null : 0.02);
            }

            cases.Add("mlp", 1, 8, horizon, horizon, null);
        }

        cases.Add("mlp", 1, 8, 50, 7, null);
        cases.Add("mlp", 1, 8, 300, 3, 0.05);
        foreach (double? clamp in (double?[])[null, 0.05])
        {
            cases.Add("lenet", 1, 28, 6, 3, clamp);
            cases.Add("lenet-bn", 1, 28, 5, 2, clamp);
            cases.Add("wrn-10-1", 3, 32, 4, 4, clamp);
            cases.Add("gpt", 0, 5, 9, 4, clamp);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Hypergradient_OfEveryKindAndMemory_IsThatOfForwardMode(string network, int channels, int size, int horizon, int windows, double? clamp)
    {
        using UnrolledProblem problem = new(network, channels, size, horizon) { GradientClamp = clamp };
        PerKind<Schedule> schedules = Varied(windows);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, horizon);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns, CurvatureOptions.Default);
        state.Dispose();

        double[][] reverse = [.. Enum.GetValues<AdjointMemory>().Select(memory => problem.Adjoint(schedules, columns, memory).Sums)];

        HypergradientAgreement.Require("reverse mode and forward mode", columns, forward, reverse[0], Tolerance);
        Assert.All(reverse, sums => Assert.Equal(reverse[0].Select(BitConverter.DoubleToInt64Bits), sums.Select(BitConverter.DoubleToInt64Bits)));
    }

    [Theory]
    [InlineData(EngineKind.Autograd, 1, Tolerance)]
    [InlineData(EngineKind.Tangent, 0.5, Tolerance)]
    [InlineData(EngineKind.FiniteDifference, 1, 1e-4)]
    public void Hypergradient_WithEachEngine_IsThatOfForwardModeWithIt(EngineKind by, double fraction, double tolerance)
    {
        using UnrolledProblem problem = new("mlp", 1, 8, 9) { GradientClamp = 0.02 };
        PerKind<Schedule> schedules = Varied(3);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, 9);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns, new CurvatureOptions(by, BatchFraction: fraction));
        state.Dispose();

        HypergradientAgreement.Require("reverse mode and forward mode", columns, forward, problem.Adjoint(schedules, columns, AdjointMemory.Segments, by, fraction).Sums, tolerance);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.05)]
    public void Hypergradient_IsThatOfCentralDifferencesAndOfAutogradThroughTheRun(double? clamp)
    {
        using UnrolledProblem problem = new("lenet", 1, 28, 6) { GradientClamp = clamp };
        PerKind<Schedule> schedules = UnrolledProblem.Varied(2);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, 6);

        double[] adjoint = problem.Adjoint(schedules, columns, AdjointMemory.Levels).Sums;

        HypergradientAgreement.Require("autograd through the run", columns, [.. problem.Reverse(schedules, columns)], adjoint, Tolerance);
        HypergradientAgreement.Require("central differences", columns, [.. columns.Requested.Select(column => HypergradientOracleTests.CentralDifference(problem, schedules, column))], adjoint, 1e-5);
    }

    /// <summary>Groups of weights that have schedules of their own, with different numbers of windows, lying in several pieces.</summary>
    [Theory]
    [InlineData("mlp", 1, 8, 7, 2, false, null)]
    [InlineData("mlp", 1, 8, 7, 3, true, 0.02)]
    [InlineData("lenet", 1, 28, 6, 2, true, null)]
    [InlineData("lenet-bn", 1, 28, 5, 3, false, 0.05)]
    [InlineData("wrn-10-1", 3, 32, 4, 2, false, null)]
    [InlineData("gpt", 0, 5, 6, 3, true, null)]
    public void Hypergradient_OfGroups_IsThatOfForwardModeOfDifferencesAndOfAutograd(string network, int channels, int size, int horizon, int groups, bool nesterov, double? clamp)
    {
        using UnrolledProblem problem = new(network, channels, size, horizon) { GradientClamp = clamp, Rule = nesterov ? NesterovRule.Instance : SgdRule.Instance };
        problem.Divide(groups);
        PerKind<Schedule> schedules = UnrolledProblem.Varied(1) with
        {
            LearningRate = Grouped(0.08, -0.01, [3, .. Enumerable.Repeat(1, groups - 1)]),
            Momentum = Grouped(0.5, 0.05, [.. Enumerable.Repeat(2, groups)]),
        };
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, horizon);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns, CurvatureOptions.Default);
        state.Dispose();

        (double[] adjoint, HypergradientFound found, _) = problem.Adjoint(schedules, columns, AdjointMemory.Segments);

        HypergradientAgreement.Require("reverse mode and forward mode", columns, forward, adjoint, Tolerance);
        HypergradientAgreement.Require("autograd through the run", columns, [.. problem.Reverse(schedules, columns)], adjoint, Tolerance);
        if (network == "mlp")
        {
            HypergradientAgreement.Require("central differences", columns, [.. columns.Requested.Select(column => HypergradientOracleTests.CentralDifference(problem, schedules, column))], adjoint, 1e-5);
        }

        Assert.Equal(adjoint.Where((_, i) => columns.Requested[i].Kind == HyperparameterKind.LearningRate).Sum(), found.Steps!.LearningRate.Sum(), 1e-9);

        static Schedule Grouped(double first, double change, ImmutableArray<int> windows) => new([.. Enumerable.Range(0, windows.Sum()).Select(i => first + (change * i))], windows);
    }

    /// <summary>Groups with the same values are as none: each group's hypergradient is its part of the whole.</summary>
    [Fact]
    public void Hypergradient_OfGroupsWithTheSameValues_SumsToThatOfAllWeights()
    {
        using UnrolledProblem problem = new("mlp", 1, 8, 6);
        PerKind<Schedule> whole = UnrolledProblem.Varied(2);
        double[] of = problem.Adjoint(whole, new(ColumnLayout.All(whole, _ => true), whole, 6), AdjointMemory.All).Sums;
        problem.Divide(3);
        PerKind<Schedule> grouped = whole.Select(schedule => new Schedule([.. Enumerable.Repeat(schedule.Values, 3).SelectMany(values => values)], [2, 2, 2]));
        ColumnLayout columns = new(ColumnLayout.All(grouped, _ => true), grouped, 6);

        double[] parts = problem.Adjoint(grouped, columns, AdjointMemory.All).Sums;

        double[] sums = [.. from kind in PerKind.OfSgd from window in Enumerable.Range(0, 2) select columns.Requested.Zip(parts).Where(one => one.First.Kind == kind && one.First.Window == window).Sum(one => one.Second)];
        Assert.All(of.Zip(sums), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    /// <summary>The run's own steps: windows of one step each.</summary>
    [Fact]
    public void StepHypergradients_AreThoseOfAWindowPerStep()
    {
        const int Horizon = 11;
        using UnrolledProblem problem = new("mlp", 1, 8, Horizon);
        PerKind<Schedule> constant = UnrolledProblem.Varied(1);
        PerKind<Schedule> each = new(Repeat(constant.LearningRate), Repeat(constant.Momentum), Repeat(constant.WeightDecay));
        ColumnLayout columns = new(ColumnLayout.All(each, _ => true), each, Horizon);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(each, columns, CurvatureOptions.Default);
        state.Dispose();

        HypergradientFound found = problem.Adjoint(constant, new([], constant, Horizon), AdjointMemory.All).Found;

        Assert.Empty(found.Hypergradient);
        HypergradientAgreement.Require("reverse mode and forward mode", columns, forward, [.. PerKind.OfSgd.SelectMany(kind => found.Steps![kind])], Tolerance);

        static Schedule Repeat(Schedule schedule) => new([.. Enumerable.Repeat(schedule.Values[0], Horizon)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(27)]
    [InlineData(60)]
    public void Cost_IsWhatThePlanSaysAndDoesNotGrowWithTheColumns(int horizon)
    {
        using UnrolledProblem problem = new("mlp", 1, 8, horizon);
        foreach (AdjointMemory memory in Enum.GetValues<AdjointMemory>())
        {
            double expected = new TrailPlan(horizon, memory).Cost(CurvatureOptions.Default.CostOfStep);
            foreach (int windows in (int[])[1, horizon])
            {
                PerKind<Schedule> schedules = Varied(windows);
                Assert.Equal(expected, problem.Adjoint(schedules, new(ColumnLayout.All(schedules, _ => true), schedules, horizon), memory).Cost);
            }

            Assert.InRange(expected, 4 * horizon, (4 + (int)memory) * horizon);
        }
    }

    /// <summary>The run rests at its optimum, and a small change of it would grow 1e30 times a step: also the first window, which the way back does not come to, has no number.</summary>
    [Fact]
    public void Hypergradient_WhereTheAdjointOverflows_IsNoNumberForAnyWindow()
    {
        const int Horizon = 25;
        using DisposeScope scope = NewDisposeScope();
        QuadraticProblem steep = new(new double[,] { { 1e30, 0 }, { 0, 1 } });
        PerKind<Schedule> schedules = GlyphStudy.Constant(1, momentum: 0) with { LearningRate = new([1, 1, 1]) };
        ColumnLayout columns = new(ColumnLayout.All(schedules, kind => kind == HyperparameterKind.LearningRate), schedules, Horizon);
        using IHypergradientPass pass = HypergradientPasses.Create(new(new(schedules, Horizon), columns, steep, steep, CurvatureOptions.Default.CostOfStep), ones(2, ScalarType.Float64), AdjointMemory.All);
        Assert.Null(pass.Steps(0, report: null, memory: null).Run(TestContext.Current.CancellationToken).Diverged);

        HypergradientFound found = pass.Conclude(() => ones(2, ScalarType.Float64), report: null, memory: null, TestContext.Current.CancellationToken);

        Assert.Equal([double.NaN, double.NaN, double.NaN], found.Hypergradient);
    }

    [Fact]
    public void Pass_LeavesNoTensorBehind()
    {
        using UnrolledProblem problem = new("mlp", 1, 8, 12) { GradientClamp = 0.02 };
        PerKind<Schedule> schedules = Varied(3);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, 12);

        foreach (AdjointMemory memory in Enum.GetValues<AdjointMemory>())
        {
            LiveTensors.AssertUnchanged(() => problem.Adjoint(schedules, columns, memory));
        }
    }

    /// <summary>Schedules with n different values of each kind, at rates under which a long run stays tame.</summary>
    private static PerKind<Schedule> Varied(int windows) => new(
        new([.. Enumerable.Range(0, windows).Select(i => 0.04 - (0.03 * i / windows))]),
        new([.. Enumerable.Range(0, windows).Select(i => 0.3 + (0.4 * i / windows))]),
        new([.. Enumerable.Range(0, windows).Select(i => 0.01 + (0.02 * i / windows))]));
}
