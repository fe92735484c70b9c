using System.Collections.Immutable;
using Fds.Core.Search;
using Fds.Core.Search.Plans;
using Xunit;

namespace Fds.Core.Tests.Search.Plans;

public sealed class ResourceLadderTests
{
    /// <summary>Li et al. (2018), table 1: n_i and r_i of every bracket.</summary>
    [Fact]
    public void Brackets_OfThePapersExample_AreThePapersTable()
    {
        ImmutableArray<ImmutableArray<Rung>> brackets = ResourceLadder.Brackets(Settings(1, 81, 3));

        (int N, int R)[][] expected =
        [
            [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)],
            [(27, 3), (9, 9), (3, 27), (1, 81)],
            [(9, 9), (3, 27), (1, 81)],
            [(6, 27), (2, 81)],
            [(5, 81)],
        ];
        Assert.Equal(expected, brackets.Select(bracket => bracket.Select(rung => (rung.Size, rung.Resource)).ToArray()));
    }

    [Theory]
    [InlineData(1, 1, 3, new[] { 1 })]
    [InlineData(1, 2, 3, new[] { 2 })]
    [InlineData(1, 27, 3, new[] { 1, 3, 9, 27 })]
    [InlineData(1, 26, 3, new[] { 3, 9, 26 })]
    [InlineData(5, 100, 4, new[] { 6, 25, 100 })]
    [InlineData(1, int.MaxValue, 65536, new[] { 32768, int.MaxValue })]
    public void Resources_OfARange_FallFromTheGreatestByTheFactor(int least, int most, int factor, int[] expected) =>
        Assert.Equal(expected, ResourceLadder.Resources(Settings(least, most, factor)));

    private static SearchSettings Settings(int least, int most, int factor) =>
        new() { Method = SearchMethod.Hyperband, Space = TestFunctions.Cube(1), MinimumResource = least, MaximumResource = most, ReductionFactor = factor };
}
