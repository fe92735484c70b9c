using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Tangents;
using Fds.Core.Training;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Updates;

/// <summary>The recursion against numbers worked out by hand, on one weight and a loss of ½·2·(θ − 1)² then twice that.</summary>
public sealed class SgdRuleTests
{
    private static readonly PerKind<Schedule> Schedules = new(new([0.5, 0.25]), Schedule.Constant(0.5), Schedule.Constant(0.125));
    private static readonly QuadraticProblem Parabola = new(new double[,] { { 2 } });

    public SgdRuleTests() => TorchTests.Prepare();

    /// <summary>
    /// θ = 2: g = 2·1 = 2, v = 2 + 2/8 = 2.25, θ = 2 − 2.25/2 = 0.875.
    /// Then H = 4: g = −0.5, v = 1.125 − 0.5 + 0.109375 = 0.734375, θ = 0.875 − 0.18359375 = 0.69140625.
    /// </summary>
    [Fact]
    public void Recursion_OverTwoSteps_GivesTheNumbersWorkedOutByHand()
    {
        ColumnLayout columns = new(ColumnLayout.All(Schedules, _ => true), Schedules, 2);
        List<double[]> weightTangents = [];
        List<double[]> velocityTangents = [];
        List<(double, double)> path = [];
        Parabola.Run(new(Schedules, 2), columns, [2], (_, state) =>
        {
            weightTangents.Add(InOrder(state.Tangents.WeightTangents, columns));
            velocityTangents.Add(InOrder(state.Tangents.VelocityTangents, columns));
            path.Add((state.Weights.item<double>(), state.Velocity.item<double>()));
        });

        Assert.Equal([(0.875, 2.25), (0.69140625, 0.734375)], path);

        // α₀: Z = −v₁. α₁ has not begun. β: forced by v₀ = 0. ξ: C = θ₀, Z = −α₀θ₀.
        Assert.Equal([0, 0, 0, 2], velocityTangents[0]);
        Assert.Equal([-2.25, 0, 0, -1], weightTangents[0]);

        // α₀: C = (4 + ⅛)·(−2.25). α₁: Z = −v₂. β: C = v₁. ξ: C = ½·2 − (4 + ⅛) + θ₁. Each Z loses a quarter of its C.
        Assert.Equal([-9.28125, 0, 2.25, -2.25], velocityTangents[1]);
        Assert.Equal([-2.25 + 2.3203125, -0.734375, -0.5625, -1 + 0.5625], weightTangents[1]);
    }

    /// <summary>With G = 1 the gradients of 4, 6 and 6 are all clamped, so H·Z counts for nothing.</summary>
    [Fact]
    public void Recursion_WhereTheGradientIsClamped_LeavesTheHessianProductOut()
    {
        PerKind<Schedule> schedules = new(Schedule.Constant(0.5), Schedule.Constant(0), Schedule.Constant(0));
        ColumnLayout columns = new([new(HyperparameterKind.LearningRate, 0)], schedules, 3);
        List<(double Weight, double Tangent)> path = [];
        Parabola.Run(new(schedules, 3, GradientClamp: 1), columns, [3], (_, state) =>
            path.Add((state.Weights.item<double>(), state.Tangents.WeightTangents.item<double>())));

        // θ: 3, g = 4 → 1, 2.5; g = 6 → 1, 2; g = 6 → 1, 1.5: the tangent only gathers −v.
        Assert.Equal([(2.5, -1), (2, -2), (1.5, -3)], path);
    }

    [Fact]
    public void Recursion_WithTheProductClamped_UsesTheClampedProduct()
    {
        PerKind<Schedule> schedules = new(Schedule.Constant(0.5), Schedule.Constant(0), Schedule.Constant(0));
        ColumnLayout columns = new([new(HyperparameterKind.LearningRate, 0)], schedules, 2);
        List<(double Weight, double Tangent)> path = [];
        Parabola.Run(new(schedules, 2, HessianProductClamp: 3), columns, [2], (_, state) =>
            path.Add((state.Weights.item<double>(), state.Tangents.WeightTangents.item<double>())));

        // g = 2, v = 2, θ = 1, Z = −2. Then g = 0, H·Z = 4·(−2) → −3, Z = −2 + 1.5 − 0.
        Assert.Equal([(1, -2), (1, -0.5)], path);
    }

    [Theory]
    [InlineData(1, null, null)]
    [InlineData(2, null, null)]
    [InlineData(5, null, null)]
    [InlineData(3, 0.4, null)]
    [InlineData(3, 0.4, 0.3)]
    public void Recursion_OfThreeWeights_AgreesWithPlainArithmetic(int windows, double? gradientClamp, double? productClamp)
    {
        const int Horizon = 7;
        double[,] hessian = { { 0.5, 0.2, -0.1 }, { 0.2, 0.4, 0.15 }, { -0.1, 0.15, 0.3 } };
        PerKind<Schedule> schedules = new(
            new([.. Enumerable.Range(0, windows).Select(i => 0.3 - (0.02 * i))]),
            new([.. Enumerable.Range(0, windows).Select(i => 0.6 + (0.05 * i))]),
            new([.. Enumerable.Range(0, windows).Select(i => 0.01 + (0.01 * i))]));
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, Horizon);
        InnerProblem problem = new(schedules, Horizon, gradientClamp, productClamp);
        double[] initial = [2, -0.5, 1.25];

        new QuadraticProblem(hessian).Run(problem, columns, initial, (step, state) =>
        {
            for (int j = 0; step == Horizon - 1 && j < columns.Requested.Length; j++)
            {
                double[] expected = PlainArithmetic(problem, columns.Requested[j], hessian, initial);
                double[] actual = state.Tangents.WeightTangents[columns.RowOfRequest[j]].data<double>().ToArray();
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            }
        });
    }

    /// <summary>One column, by scalars: Z at the end.</summary>
    private static double[] PlainArithmetic(InnerProblem problem, Column column, double[,] hessian, double[] initial)
    {
        int size = initial.Length;
        double[] theta = [.. initial];
        double[] v = new double[size], z = new double[size], c = new double[size];
        double bound = problem.GradientClamp ?? double.PositiveInfinity;
        double limit = problem.HessianProductClamp ?? double.PositiveInfinity;
        for (int step = 0; step < problem.Horizon; step++)
        {
            (double alpha, double beta, double xi) = problem.Schedules.Select(schedule => schedule.At(step, problem.Horizon)[0]);
            bool active = Windows.At(step, problem.Horizon, problem.Schedules[column.Kind].Windows) == column.Window;
            double[] gradient = [.. Enumerable.Range(0, size).Select(i => (1 + step) * Enumerable.Range(0, size).Sum(j => hessian[i, j] * (theta[j] - 1)))];
            double[] product = [.. Enumerable.Range(0, size).Select(i => (1 + step) * Enumerable.Range(0, size).Sum(j => hessian[i, j] * z[j]))];
            for (int i = 0; i < size; i++)
            {
                double masked = Math.Abs(gradient[i]) <= bound ? Math.Clamp(product[i], -limit, limit) : 0;
                c[i] = (beta * c[i]) + masked + (xi * z[i]);
                c[i] += active && column.Kind == HyperparameterKind.Momentum ? v[i] : 0;
                c[i] += active && column.Kind == HyperparameterKind.WeightDecay ? theta[i] : 0;
                v[i] = (beta * v[i]) + Math.Clamp(gradient[i], -bound, bound) + (xi * theta[i]);
                z[i] -= alpha * c[i];
                z[i] -= active && column.Kind == HyperparameterKind.LearningRate ? v[i] : 0;
                theta[i] -= alpha * v[i];
            }
        }

        return z;
    }

    private static double[] InOrder(Tensor block, ColumnLayout columns) =>
        [.. columns.RowOfRequest.Select(row => block[row, 0].item<double>())];
}
