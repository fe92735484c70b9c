using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Training;
using Fds.Core.Training;
using Fds.Core.Updates;
using Fds.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Updates;

/// <summary>AdamW: its steps against PyTorch's own with every value of every step its own, its hypergradients against three oracles, in float64.</summary>
public sealed class AdamWRuleTests
{
    private const int Weights = 7;
    private const int Steps = 40;

    /// <summary>Where the gradients of a weight are 0 for the first steps, and where for all.</summary>
    private const int FirstGradient = 5;

    private const string Program = """
        import json, sys, torch
        given = json.load(open(sys.argv[1]))
        weights = torch.nn.Parameter(torch.tensor(given["weights"], dtype=torch.float64))
        optimiser = torch.optim.AdamW([weights], lr=1.0)
        group = optimiser.param_groups[0]
        for gradient, (rate, decay, beta1, beta2) in zip(given["gradients"], given["values"]):
            group.update(lr=rate, weight_decay=decay, betas=(beta1, beta2))
            weights.grad = torch.tensor(gradient, dtype=torch.float64)
            optimiser.step()
            print(" ".join(repr(value) for value in weights.tolist()))
        """;

    public AdamWRuleTests() => TorchTests.Prepare();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Advance_IsTheStepOfPyTorch_WithEveryValueOfEveryStepItsOwn(bool perWeight)
    {
        double[] start = [.. Enumerable.Range(0, Weights).Select(i => Math.Cos(3 * i))];
        double[][] gradients = [.. Enumerable.Range(0, Steps).Select(step => Enumerable.Range(0, Weights).Select(i => Gradient(step, i)).ToArray())];
        double[][] values = [.. Enumerable.Range(0, Steps).Select(Values)];
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, "program.py"), Program);
        File.WriteAllText(Path.Combine(folder.Path, "given.json"), JsonSerializer.Serialize(new { weights = start, gradients, values }));
        PythonRun run = PythonRun.Of(folder.Path, "program.py", "given.json");
        if (run.Missing is { } missing)
        {
            Assert.Skip(missing);
        }

        Assert.Null(run.Fault);
        double[][] expected = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];
        using InnerState state = new(tensor(start), columns: 0, AdamWRule.Instance);
        for (int step = 0; step < Steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            AdamWRule.Instance.Advance(step, state, tensor(gradients[step]), Coefficients(values[step], perWeight));
            Assert.All(expected[step].Zip(state.Weights.data<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Theory]
    [InlineData("mlp", 1, 8, 11, 3, null)]
    [InlineData("mlp", 1, 8, 11, 11, 0.02)]
    [InlineData("lenet", 1, 28, 7, 2, 0.05)]
    [InlineData("wrn-10-1", 3, 32, 4, 4, null)]
    public void Hypergradient_OfEveryKind_IsThatOfAllOracles(string network, int channels, int size, int horizon, int windows, double? clamp)
    {
        using UnrolledProblem problem = new(network, channels, size, horizon) { GradientClamp = clamp, Rule = AdamWRule.Instance };
        PerKind<Schedule> schedules = UnrolledProblem.VariedForAdam(windows);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, horizon);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns);
        state.Dispose();

        Assert.Equal(4 * windows, forward.Length);
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

    /// <summary>Groups of weights that have values of their own, with different numbers of windows, lying in several pieces.</summary>
    [Theory]
    [InlineData("mlp", 1, 8, 7, 3, 0.02)]
    [InlineData("lenet-bn", 1, 28, 5, 2, null)]
    public void Hypergradient_OfGroups_IsThatOfAllOracles(string network, int channels, int size, int horizon, int groups, double? clamp)
    {
        using UnrolledProblem problem = new(network, channels, size, horizon) { GradientClamp = clamp, Rule = AdamWRule.Instance };
        problem.Divide(groups);
        PerKind<Schedule> schedules = UnrolledProblem.VariedForAdam(1) with
        {
            LearningRate = Grouped(0.02, -0.002, [3, .. Enumerable.Repeat(1, groups - 1)]),
            WeightDecay = Grouped(0.1, 0.02, [.. Enumerable.Repeat(1, groups)]),
            Beta1 = Grouped(0.7, 0.02, [.. Enumerable.Repeat(2, groups)]),
            Beta2 = Grouped(0.8, 0.02, [.. Enumerable.Repeat(1, groups - 1), 3]),
        };
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, horizon);
        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns, CurvatureOptions.Default);
        state.Dispose();

        HypergradientAgreement.Require("autograd through the run", columns, problem.Reverse(schedules, columns), forward, 1e-9);
        HypergradientAgreement.Require("reverse mode", columns, problem.Adjoint(schedules, columns, AdjointMemory.Segments).Sums, forward, 1e-9);

        static Schedule Grouped(double first, double change, ImmutableArray<int> windows) => new([.. Enumerable.Range(0, windows.Sum()).Select(i => first + (change * i))], windows);
    }

    private static double Gradient(int step, int weight) => weight switch
    {
        0 => 0,
        1 when step < FirstGradient => 0,
        _ => Math.Sin((1.7 * step) + weight) * Math.Pow(10, -weight),
    };

    private static double[] Values(int step) => [0.1 / (step + 1), 0.03 * step, 0.5 + (0.4 * Math.Abs(Math.Sin(step))), 0.9 + (0.099 * Math.Abs(Math.Cos(step)))];

    private static PerKind<Coefficient> Coefficients(double[] values, bool perWeight) => PerKind.Of(PerKind.OfAdam, kind =>
    {
        double value = values[PerKind.OfAdam.IndexOf(kind)];
        return perWeight ? new Coefficient(double.NaN, full(Weights, value, ScalarType.Float64)) : new Coefficient(value);
    });
}
