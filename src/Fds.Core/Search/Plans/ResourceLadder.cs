using System.Collections.Immutable;

namespace Fds.Core.Search.Plans;

/// <summary>The resources that trials are given, and the brackets of Hyperband over them.</summary>
internal static class ResourceLadder
{
    /// <summary>
    /// Resources from the least to R, each η times the one below and rounded: R η^(−s) for s = s_max … 0, where s_max is the greatest s
    /// with r_min η^s ≤ R.
    /// </summary>
    public static ImmutableArray<int> Resources(SearchSettings settings)
    {
        List<int> resources = [];
        for (long divisor = 1; settings.MinimumResource * divisor <= settings.MaximumResource; divisor *= settings.ReductionFactor)
        {
            resources.Add((int)Math.Round(settings.MaximumResource / (double)divisor));
        }

        return [.. resources.AsEnumerable().Reverse()];
    }

    /// <summary>Hyperband's brackets, from s = s_max (most trials, least resource) to s = 0 (full runs only).</summary>
    /// <remarks>
    /// Li et al. (2018), table 1: a bracket begins with n = ⌊(s_max + 1) / (s + 1)⌋ η^s trials and keeps n_i = ⌊n η^(−i)⌋ in rung i. Their
    /// algorithm 1 rounds up instead (34, 15 and 8 trials where the table has 27, 9 and 6), which overruns the budget of a bracket.
    /// </remarks>
    public static ImmutableArray<ImmutableArray<Rung>> Brackets(SearchSettings settings)
    {
        ImmutableArray<int> resources = Resources(settings);
        return [.. Enumerable.Range(0, resources.Length).Select(first => Bracket(resources[first..], resources.Length, settings.ReductionFactor))];
    }

    private static ImmutableArray<Rung> Bracket(ImmutableArray<int> resources, int brackets, int factor)
    {
        int powers = resources.Skip(1).Aggregate(1, (power, _) => power * factor);
        int size = brackets / resources.Length * powers;
        ImmutableArray<Rung>.Builder rungs = ImmutableArray.CreateBuilder<Rung>();
        foreach (int resource in resources)
        {
            rungs.Add(new(size, resource));
            size /= factor;
        }

        return rungs.ToImmutable();
    }
}
