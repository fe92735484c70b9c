using System.Collections.Immutable;
using System.IO.Enumeration;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>The groups of parameters that have schedules of their own. Every weight is in one group.</summary>
public sealed class ParameterGroups
{
    private readonly ImmutableArray<Slice> slices;

    private ParameterGroups(ImmutableArray<string> names, ImmutableArray<Slice> slices)
    {
        Names = names;
        this.slices = slices;
    }

    /// <summary>The groups' names.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>For the fingerprints of runs: which weights are in which group.</summary>
    public string Fact => string.Join(' ', slices.Select(slice => $"{slice.Group}:{slice.Offset}+{slice.Length}"));

    /// <summary>The groups of a network.</summary>
    /// <param name="layout">Its parameters.</param>
    /// <param name="groups">Each group's name, and the names of its parameters.</param>
    /// <exception cref="FdsException">A parameter is in no group or in several, or a name is not that of a parameter.</exception>
    public static ParameterGroups Of(ParameterLayout layout, IReadOnlyList<(string Name, ImmutableArray<string> Parameters)> groups)
    {
        if (groups.SelectMany(group => group.Parameters).FirstOrDefault(name => !layout.Names.Contains(name)) is { } unknown)
        {
            throw new FdsException($"The groups name a parameter '{unknown}', but the network has none of that name. It has {string.Join(", ", layout.Names)}.");
        }

        List<Slice> slices = [];
        for (int i = 0; i < layout.Names.Length; i++)
        {
            int[] holders = [.. Enumerable.Range(0, groups.Count).Where(group => groups[group].Parameters.Contains(layout.Names[i]))];
            if (holders is not [int holder])
            {
                throw new FdsException($"Every parameter must be in one group, but {layout.Names[i]} is in {holders.Length}.");
            }

            if (slices is [.., var last] && last.Group == holder)
            {
                slices[^1] = last with { Length = last.Length + layout.Shapes[i].Count };
            }
            else
            {
                slices.Add(new(layout.OffsetOf(i), layout.Shapes[i].Count, holder));
            }
        }

        return new([.. groups.Select(group => group.Name)], [.. slices]);
    }

    /// <summary>The groups of a network by patterns of its parameters' names, such as <c>blocks.*.norm.*</c>: a parameter belongs to the first group with a pattern that matches.</summary>
    /// <param name="layout">Its parameters.</param>
    /// <param name="groups">Each group's name and its patterns.</param>
    /// <exception cref="FdsException">A group has no parameter, or a parameter no group.</exception>
    public static ParameterGroups ByPatterns(ParameterLayout layout, IReadOnlyList<(string Name, ImmutableArray<string> Patterns)> groups)
    {
        ILookup<int, string> members = layout.Names.ToLookup(name => groups.TakeWhile(group => !group.Patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))).Count());
        for (int i = 0; i < groups.Count; i++)
        {
            if (!members.Contains(i))
            {
                throw new FdsException($"the group {groups[i].Name} has no parameter: {string.Join(", ", groups[i].Patterns)} matches none of {string.Join(", ", layout.Names)} that no group before it has");
            }
        }

        return Of(layout, [.. groups.Select((group, i) => (group.Name, members[i].ToImmutableArray()))]);
    }

    /// <summary>A tensor of the weights' shape, type and device that has at each weight the value of the weight's group, in the caller's dispose scope.</summary>
    /// <param name="values">One value for each group.</param>
    /// <param name="weights">θ, shape [P].</param>
    internal Tensor Spread(ImmutableArray<double> values, Tensor weights)
    {
        Tensor spread = empty_like(weights);
        foreach (Slice slice in slices)
        {
            using Tensor part = spread.narrow(0, slice.Offset, slice.Length);
            using Scalar value = values[slice.Group].ToScalar();
            part.fill_(value);
        }

        return spread;
    }

    /// <summary>The parts of a tensor, shape [.., P], that belong to one group, as views in the caller's dispose scope.</summary>
    internal IEnumerable<Tensor> PartsOf(Tensor tensor, int group) =>
        slices.Where(slice => slice.Group == group).Select(slice => tensor.narrow(-1, slice.Offset, slice.Length));

    /// <summary>For each group the sum over its weights, shape [groups], of a tensor of shape [n·P], in the caller's dispose scope.</summary>
    internal Tensor Sums(Tensor values, long weights)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = values.view(-1, weights);
        Tensor[] sums = [.. Enumerable.Range(0, Names.Length).Select(group => stack([.. PartsOf(rows, group).Select(part => part.sum())]).sum())];
        return stack(sums).MoveToOuterDisposeScope();
    }

    /// <summary>Neighbouring weights of one group.</summary>
    private sealed record Slice(long Offset, long Length, int Group);
}
