using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Training;
using Fds.Core.Training;
using Fds.Core.Updates;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Updates;

/// <summary>Nesterov's momentum: its steps against libtorch's own, its hypergradients against three oracles, in float64.</summary>
public sealed class NesterovRuleTests
{

    public NesterovRuleTests() => TorchTests.Prepare();

    [Fact]
    public void Advance_IsTheStepOfLibtorchsOptimiser()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(3, CPU);
        Tensor start = randn([7], ScalarType.Float64, generator: generator);
        Tensor[] gradients = [.. Enumerable.Range(0, 20).Select(_ => randn([7], ScalarType.Float64, generator: generator))];
        TorchSharp.Modules.Parameter weights = new(start.clone());
        using optim.Optimizer libtorch = optim.SGD([weights], 0.07, momentum: 0.8, weight_decay: 0.03, nesterov: true);
        using InnerState state = new(start, columns: 0);
        foreach (Tensor gradient in gradients)
        {
            weights.grad = gradient.clone();
            libtorch.step();
            using IDisposable noGradient = no_grad();
            NesterovRule.Instance.Advance(0, state, gradient.clone(), new(new(0.07), new(0.8), new(0.03)));
            Assert.True(state.Weights.allclose(weights.detach(), 1e-13, 1e-13));
        }
    }

    [Theory]
    [InlineData("mlp", 1, 8, 11, 3, null)]
    [InlineData("mlp", 1, 8, 11, 4, 0.02)]
    [InlineData("lenet", 1, 28, 7, 2, 0.05)]
    [InlineData("wrn-10-1", 3, 32, 4, 2, null)]
    public void Hypergradient_OfEveryKind_IsThatOfAllOracles(string network, int channels, int size, int horizon, int windows, double? clamp)
    {
        using UnrolledProblem problem = new(network, channels, size, horizon) { GradientClamp = clamp, Rule = NesterovRule.Instance };
        PerKind<Schedule> schedules = UnrolledProblem.Varied(windows);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, horizon);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns);
        state.Dispose();

        HypergradientAgreement.Require("autograd through the run", columns, problem.Reverse(schedules, columns), forward, 1e-9);
        HypergradientAgreement.Require("central differences", columns, [.. columns.Requested.Select(column => HypergradientOracleTests.CentralDifference(problem, schedules, column))], forward, 1e-5);
        foreach (AdjointMemory memory in Enum.GetValues<AdjointMemory>())
        {
            HypergradientAgreement.Require($"reverse mode, {memory}", columns, problem.Adjoint(schedules, columns, memory).Sums, forward, 1e-9);
        }
    }

    [Fact]
    public void Hypergradient_IsNotThatOfPlainMomentum()
    {
        using UnrolledProblem plain = new("mlp", 1, 8, 11);
        using UnrolledProblem nesterov = new("mlp", 1, 8, 11) { Rule = NesterovRule.Instance };
        PerKind<Schedule> schedules = UnrolledProblem.Varied(2);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, 11);

        Assert.All(plain.Reverse(schedules, columns).Zip(nesterov.Reverse(schedules, columns)), pair => Assert.True(Math.Abs(pair.First - pair.Second) > 1e-6, $"{pair}"));
    }
}
