using Fds.Core.Tangents;
using Xunit;

namespace Fds.Core.Tests.Training;

/// <summary>How well two ways to a hypergradient agree.</summary>
internal static class HypergradientAgreement
{
    /// <summary>Errors are relative to a value, and for small values to this share of the largest.</summary>
    private const double Floor = 1e-2;

    /// <summary>Requires that every column agrees, and says both numbers of one that does not.</summary>
    /// <param name="way">What is compared, e.g. reverse mode.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="expected">The hypergradient by an oracle.</param>
    /// <param name="actual">The hypergradient that is tested.</param>
    /// <param name="tolerance">The largest relative error.</param>
    public static void Require(string way, ColumnLayout columns, IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(columns.Requested.Length, expected.Count);
        Assert.Equal(columns.Requested.Length, actual.Count);
        double floor = Floor * expected.Max(Math.Abs);
        Assert.All(columns.Requested.Select((column, j) => (column, expected[j], actual[j])), each =>
        {
            (Column column, double first, double second) = each;
            double error = Math.Abs(first - second) / Math.Max(Math.Abs(first), floor);
            Assert.True(error <= tolerance, $"{way}, {column}: expected {first:R}, found {second:R}, relative error {error:E2} is above {tolerance:E0}.");
        });
    }
}
