using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Fds.Contracts.Studies.File;

/// <summary>The groups of parameters that have schedules of their own.</summary>
/// <param name="Groups">The groups; empty: there are none.</param>
/// <param name="Windows">For each group what the file says of its windows.</param>
internal sealed record GroupsShape(ImmutableArray<ParameterGroup> Groups, ImmutableArray<ImmutableDictionary<HyperparameterKind, int>> Windows)
{
    private const string Field = "groups";

    /// <summary>Name of the group of the parameters that no listed group has.</summary>
    private const string Others = "others";

    /// <summary>The groups' names.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Groups.Select(group => group.Name)];

    /// <summary>Reads field groups.</summary>
    public static GroupsShape Read(IFields spec, ModelSpecification model, Optimiser optimiser)
    {
        GroupsChoice choice = spec.Optional(
            Field,
            "Groups of parameters that have schedules of their own. layers: one for each layer, and one for all normalisations; a list: each group with its name, one or several patterns of its parameters' names, e.g. conv1.* or *.bias, and, where it differs, a number of windows for a kind. A parameter belongs to the first group with a pattern that matches; those that none matches are a last group, others.",
            new GroupsRule(),
            GroupsChoice.None);
        HyperparameterKind? foreign = choice.Groups.SelectMany(group => group.Windows.Keys).Except(optimiser.Kinds()).Cast<HyperparameterKind?>().FirstOrDefault();
        spec.Require(Field, foreign is null, $"expected windows of {string.Join(", ", optimiser.Kinds().Select(kind => kind.FieldName()))}: inner.optimiser {optimiser.Word()} has no {foreign?.FieldName()}.");
        if (!spec.IsSound("model"))
        {
            return new([], []);
        }

        if (model.IsOwn)
        {
            return OfScript(spec, choice);
        }

        if (choice.IsLayers)
        {
            return Of(ParameterNames.Grouped(model), []);
        }

        if (choice.Groups.IsEmpty)
        {
            return new([], []);
        }

        ImmutableArray<string> parameters = ParameterNames.Of(model);
        string? idle = choice.Groups.SelectMany(group => group.Patterns).FirstOrDefault(pattern => !parameters.Any(name => Matches(pattern, name)));
        spec.Require(Field, idle is null, $"expected patterns that match parameters of {model.Name}, but '{idle}' matches none of {string.Join(", ", parameters.Take(12))}{(parameters.Length > 12 ? ", …" : "")}.");
        string[] names = [.. choice.Groups.Select(group => group.Name)];
        spec.Require(Field, names.Distinct().Count() == names.Length && !names.Contains(Others), $"expected different names, and none called {Others}, which is the group of all parameters that no pattern matches.");
        ILookup<int, string> members = parameters.ToLookup(name => choice.Groups.TakeWhile(group => !group.Patterns.Any(pattern => Matches(pattern, name))).Count());
        int empty = Enumerable.Range(0, names.Length).FirstOrDefault(group => !members.Contains(group), -1);
        spec.Require(Field, idle is not null || empty < 0, $"expected groups that have parameters, but every parameter that '{(empty < 0 ? "" : names[empty])}' asks for belongs to a group before it.");
        IEnumerable<ParameterGroup> groups = names.Select((name, i) => new ParameterGroup { Name = name, Parameters = [.. members[i]] });
        return members.Contains(names.Length)
            ? Of([.. groups, new() { Name = Others, Parameters = [.. members[names.Length]] }], [.. choice.Groups.Select(group => group.Windows)])
            : Of([.. groups], [.. choice.Groups.Select(group => group.Windows)]);
    }

    /// <summary>
    /// Groups of a network whose parameters only a silo can read: each has its patterns in the place of names, and the last has all that no
    /// pattern matches.
    /// </summary>
    private static GroupsShape OfScript(IFields spec, GroupsChoice choice)
    {
        spec.Require(Field, !choice.IsLayers, "expected none or a list with models torchscript and module: which parameters make a layer of your own network only you know.");
        string[] names = [.. choice.Groups.Select(group => group.Name)];
        spec.Require(Field, names.Distinct().Count() == names.Length && !names.Contains(Others), $"expected different names, and none called {Others}, which is the group of all parameters that no pattern matches.");
        return choice.Groups.IsEmpty
            ? new([], [])
            : Of([.. choice.Groups.Select(group => new ParameterGroup { Name = group.Name, Parameters = [.. group.Patterns] }), new() { Name = Others, Parameters = ["*"] }], [.. choice.Groups.Select(group => group.Windows)]);
    }

    /// <summary>For each group the windows of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="windows">What the kind's own field says.</param>
    public ImmutableArray<int> WindowsOf(HyperparameterKind kind, int windows) => [.. Groups.Select((_, group) => group < Windows.Length && Windows[group].TryGetValue(kind, out int own) ? own : windows)];

    /// <summary>One group alone is no group: it has all parameters.</summary>
    private static GroupsShape Of(ImmutableArray<ParameterGroup> groups, ImmutableArray<ImmutableDictionary<HyperparameterKind, int>> windows) => groups.Length > 1 ? new(groups, windows) : new([], []);

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
