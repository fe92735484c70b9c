using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Losses;
using Fds.Core.Networks;
using Fds.Core.Networks.Traces;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Core.Updates;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

/// <summary>Label smoothing: the loss against libtorch's own, its hypergradients against three oracles, in float64.</summary>
public sealed class LabelSmoothingTests
{
    public LabelSmoothingTests() => TorchTests.Prepare();

    [Theory]
    [InlineData("mlp", 1, 8, 11, 3, "sgd", null)]
    [InlineData("mlp", 1, 8, 11, 11, "sgd", 0.02)]
    [InlineData("mlp", 1, 8, 9, 2, "nesterov", 0.02)]
    [InlineData("mlp", 1, 8, 9, 2, "adamw", null)]
    [InlineData("lenet-bn", 1, 28, 5, 2, "adamw", 0.05)]
    [InlineData("wrn-10-1", 3, 32, 4, 4, "sgd", null)]
    [InlineData("gpt", 0, 5, 6, 3, "sgd", 0.05)]
    public void Hypergradient_OfEveryKind_IsThatOfAllOracles(string network, int channels, int size, int horizon, int windows, string optimiser, double? clamp)
    {
        IUpdateRule rule = new IUpdateRule[] { SgdRule.Instance, NesterovRule.Instance, AdamWRule.Instance }.Single(rule => rule.Name == optimiser);
        using UnrolledProblem problem = new(network, channels, size, horizon) { GradientClamp = clamp, Rule = rule };
        PerKind<Schedule> schedules = UnrolledProblem.Smoothed(rule is AdamWRule ? UnrolledProblem.VariedForAdam(windows) : UnrolledProblem.Varied(windows), windows);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, horizon);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns);
        state.Dispose();

        Assert.Equal(schedules.Kinds.Length * windows, forward.Length);
        Assert.All(columns.Requested.Zip(forward).Where(each => each.First.Kind == HyperparameterKind.LabelSmoothing), each => Assert.NotEqual(0, each.Second));
        HypergradientAgreement.Require("autograd through the run", columns, problem.Reverse(schedules, columns), forward, 1e-9);
        foreach (AdjointMemory memory in Enum.GetValues<AdjointMemory>())
        {
            HypergradientAgreement.Require($"reverse mode, {memory}", columns, problem.Adjoint(schedules, columns, memory).Sums, forward, 1e-9);
        }

        if (network == "mlp")
        {
            HypergradientAgreement.Require("central differences", columns, [.. columns.Requested.Select(column => HypergradientOracleTests.CentralDifference(problem, schedules, column))], forward, 1e-5);
        }
    }

    [Theory]
    [InlineData(EngineKind.Autograd, 1, 1e-9)]
    [InlineData(EngineKind.Tangent, 0.5, 1e-9)]
    [InlineData(EngineKind.FiniteDifference, 1, 1e-4)]
    public void Hypergradient_WithEachEngine_IsThatOfForwardModeWithIt(EngineKind by, double fraction, double tolerance)
    {
        using UnrolledProblem problem = new("mlp", 1, 8, 9) { GradientClamp = 0.02 };
        PerKind<Schedule> schedules = UnrolledProblem.Smoothed(UnrolledProblem.Varied(3), 3);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, 9);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns, new CurvatureOptions(by, BatchFraction: fraction));
        state.Dispose();

        HypergradientAgreement.Require("reverse mode", columns, forward, problem.Adjoint(schedules, columns, AdjointMemory.Segments, by, fraction).Sums, tolerance);
    }

    /// <summary>Columns of other kinds are computed as without smoothing: its term is in its own rows alone.</summary>
    [Fact]
    public void Windows_ThatAreLearned_AreFoundAmongOthersThatAreNot()
    {
        using UnrolledProblem problem = new("mlp", 1, 8, 8);
        PerKind<Schedule> schedules = UnrolledProblem.Smoothed(UnrolledProblem.Varied(2), 4);
        ColumnLayout all = new(ColumnLayout.All(schedules, _ => true), schedules, 8);
        ColumnLayout one = new([new(HyperparameterKind.LabelSmoothing, 2)], schedules, 8);
        (ImmutableArray<double> whole, InnerState state) = problem.Forward(schedules, all);
        state.Dispose();
        (ImmutableArray<double> part, InnerState again) = problem.Forward(schedules, one);
        again.Dispose();

        Assert.Equal(BitConverter.DoubleToInt64Bits(whole[all.Requested.IndexOf(one.Requested[0])]), BitConverter.DoubleToInt64Bits(part[0]));
    }

    /// <summary>Where only other kinds are learned it takes no gradient, and has no derivative at every step.</summary>
    [Fact]
    public void Smoothing_ThatIsNotLearned_IsTrainedWithAndNotDerived()
    {
        using UnrolledProblem problem = new("mlp", 1, 8, 8);
        PerKind<Schedule> schedules = UnrolledProblem.Smoothed(UnrolledProblem.Varied(2), 2);
        ColumnLayout columns = new(ColumnLayout.All(schedules, kind => kind != HyperparameterKind.LabelSmoothing), schedules, 8);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns);
        state.Dispose();

        (double[] sums, HypergradientFound found, double cost) = problem.Adjoint(schedules, columns, AdjointMemory.All);

        HypergradientAgreement.Require("reverse mode", columns, forward, sums, 1e-9);
        Assert.Equal(PerKind.OfSgd, found.Steps!.Kinds);
        Assert.Equal((8 * 1) + (8 * 3), cost);
    }

    /// <summary>A clamp on Hessian products leaves the loss's own part of the tangent alone: with products of 0 the hypergradient is what that part makes.</summary>
    [Fact]
    public void Clamp_OfHessianProducts_DoesNotTouchTheLossesOwnPart()
    {
        using UnrolledProblem problem = new("mlp", 1, 8, 1);
        PerKind<Schedule> schedules = UnrolledProblem.Smoothed(UnrolledProblem.Varied(1), 1);
        ColumnLayout columns = new([new(HyperparameterKind.LabelSmoothing, 0)], schedules, 1);
        (ImmutableArray<double> free, InnerState state) = problem.Forward(schedules, columns);
        state.Dispose();

        Assert.Equal(free, problem.ForwardClamped(schedules, columns, 1e-12));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loss_OfSmoothedTargets_IsLibtorchsOwn(bool sequences)
    {
        const int Classes = 5;
        const double Share = 0.2;
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = randn(sequences ? [3, 4, Classes] : [6, Classes], ScalarType.Float64).requires_grad_();
        Tensor classes = randint(Classes, sequences ? [3, 4] : [6], ScalarType.Int64);
        InnerProblem problem = new(UnrolledProblem.Varied(1), 1) { Classes = Classes };
        Assert.Same(classes, problem.TargetsAt(0, classes, ScalarType.Float64));
        PerKind<Schedule> schedules = UnrolledProblem.Smoothed(UnrolledProblem.Varied(1), 1);
        problem = problem with { Schedules = schedules with { LabelSmoothing = Schedule.Constant(Share) } };
        Tensor targets = problem.TargetsAt(0, classes, ScalarType.Float64);

        Tensor expected = nn.functional.cross_entropy(logits.reshape(-1, Classes), classes.flatten(), label_smoothing: Share);
        Tensor gradient = autograd.grad([expected], [logits])[0];
        CrossEntropyTrace trace = new(logits.detach(), targets);

        Assert.Equal(expected.item<double>(), Loss.CrossEntropy.Mean(logits, targets).item<double>(), 1e-12);
        Assert.Equal(expected.item<double>(), trace.Value.item<double>(), 1e-12);
        Assert.True(trace.Gradient.allclose(gradient, 1e-12, 1e-12));
    }

    [Fact]
    public void Targets_ThatAreRealNumbers_AreRefused()
    {
        InnerProblem problem = new(UnrolledProblem.Smoothed(UnrolledProblem.Varied(1), 1), 1);
        using Tensor targets = randn(3, 1);

        FdsException fault = Assert.Throws<FdsException>(() => problem.TargetsAt(0, targets, ScalarType.Float64));
        Assert.Equal("Only targets that are classes can be smoothed, but these are real numbers. Remove labelSmoothing.", fault.Message);
    }

    /// <summary>One gradient more for every step that updates columns, none for a plain step.</summary>
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(1, 3, 8)]
    [InlineData(0.5, 2, 4.5)]
    public void Cost_OfAStep_HasTheGradientThatSmoothingTakes(double fraction, int columns, double cost) =>
        Assert.Equal(cost, new CurvatureOptions(BatchFraction: fraction, LossScalars: 1).CostOfStep(columns));
}
