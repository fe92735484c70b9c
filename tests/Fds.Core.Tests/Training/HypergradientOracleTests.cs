using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Xunit;

namespace Fds.Core.Tests.Training;

/// <summary>The hypergradient of every kind against central differences and against reverse mode through the unrolled run, in float64.</summary>
public sealed class HypergradientOracleTests
{
    private const double LongestStep = 4e-6;
    private const double ShortestStep = 1e-9;
    private const double Floor = 1e-2;
    private const double CentralTolerance = 1e-5;
    private const double ReverseTolerance = 1e-9;

    private readonly ITestOutputHelper output;

    public HypergradientOracleTests(ITestOutputHelper output)
    {
        this.output = output;
        TorchTests.Prepare();
    }

    public static TheoryData<string, int, int, int, int, double?> Cases()
    {
        TheoryData<string, int, int, int, int, double?> cases = [];
        for (int windows = 1; windows <= 5; windows++)
        {
            cases.Add("mlp", 1, 8, 11, windows, null);
            cases.Add("mlp", 1, 8, 11, windows, 0.02);
            cases.Add("lenet", 1, 28, 7, windows, null);
            cases.Add("lenet", 1, 28, 7, windows, 0.05);
        }

        cases.Add("wrn-10-1", 3, 32, 5, 1, null);
        cases.Add("wrn-10-1", 3, 32, 5, 3, null);
        cases.Add("wrn-10-1", 3, 32, 5, 5, null);
        cases.Add("lenet-bn", 1, 28, 5, 2, null);
        cases.Add("wrn-10-1", 3, 32, 5, 2, 0.05);
        cases.Add("gpt", 0, 5, 7, 3, null);
        cases.Add("gpt", 0, 5, 7, 2, 0.02);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Hypergradient_OfEveryKind_AgreesWithBothOracles(string network, int channels, int size, int horizon, int windows, double? clamp)
    {
        using UnrolledProblem problem = new(network, channels, size, horizon) { GradientClamp = clamp };
        PerKind<Schedule> schedules = UnrolledProblem.Varied(windows);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, horizon);
        if (clamp is { } bound)
        {
            Assert.InRange(problem.ClampedShare(bound), 1e-3, 0.9);
        }

        (ImmutableArray<double> forward, InnerState state) = problem.Forward(schedules, columns);
        state.Dispose();
        double[] reverse = problem.Reverse(schedules, columns);
        double[] central = [.. columns.Requested.Select(column => CentralDifference(problem, schedules, column))];

        Check("reverse mode", columns, reverse, forward, ReverseTolerance);
        Check("central differences", columns, central, forward, CentralTolerance);
    }

    /// <summary>
    /// Rectifiers and max-pooling make the loss piecewise smooth, and a difference across a kink measures the jump. So the step is
    /// shortened until two estimates in a row agree, which says nothing of the value under test.
    /// </summary>
    internal static double CentralDifference(UnrolledProblem problem, PerKind<Schedule> schedules, Column column)
    {
        double previous = double.NaN;
        for (double step = LongestStep; step >= ShortestStep; step /= 4)
        {
            double value = schedules[column.Kind].Values[UnrolledProblem.Place(schedules[column.Kind], column)];
            double above = problem.ValidationLoss(UnrolledProblem.With(schedules, column, value + step));
            double below = problem.ValidationLoss(UnrolledProblem.With(schedules, column, value - step));
            double estimate = (above - below) / (2 * step);
            if (Math.Abs(estimate - previous) <= CentralTolerance / 2 * Math.Max(Math.Abs(estimate), Floor))
            {
                return estimate;
            }

            previous = estimate;
        }

        throw new InvalidOperationException($"No step between {ShortestStep} and {LongestStep} gave steady central differences for {column}.");
    }

    private void Check(string oracle, ColumnLayout columns, double[] expected, ImmutableArray<double> actual, double tolerance)
    {
        for (int j = 0; j < expected.Length; j++)
        {
            double error = Math.Abs(expected[j] - actual[j]) / Math.Max(Math.Abs(expected[j]), Floor);
            output.WriteLine($"{columns.Requested[j]}: {oracle} {expected[j]:R}, forward mode {actual[j]:R}, relative error {error:E2}");
            Assert.True(error <= tolerance, $"{columns.Requested[j]}: {oracle} {expected[j]:R}, forward mode {actual[j]:R}, relative error {error:E2} is above {tolerance:E0}.");
        }
    }
}
