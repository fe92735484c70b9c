using System.Collections.Immutable;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>none, layers, or a list of groups, e.g. <c>[{name: norms, parameters: "norm*", learningRate: {windows: 1}}]</c>.</summary>
internal sealed class GroupsRule : ValueRule<GroupsChoice>
{
    private const string NameField = "name";
    private const string Parameters = "parameters";
    private const string Windows = "windows";
    private const int Most = 100;
    private static readonly ValueRule<bool> Words = Rules.Choice(("none", false), ("layers", true));
    private static readonly ListRule<string> Patterns = new(Rules.Pattern, 1, 1000, orSingle: true);
    private static readonly IntegerRule Count = new(1, 1000);
    private static readonly ImmutableArray<string> Kinds = [.. HyperparameterKinds.OfOptimisers.Select(kind => kind.FieldName())];

    public override string Expected => "none, layers, or a list of groups such as [{name: norms, parameters: \"norm*\"}]";

    public override GroupsChoice Example => GroupsChoice.None;

    public override bool TryRead(YamlNode node, out GroupsChoice value)
    {
        value = Example;
        if (node is not YamlSequenceNode list)
        {
            bool known = Words.TryRead(node, out bool layers);
            value = layers ? GroupsChoice.OfLayers : Example;
            return known;
        }

        if (list.Children.Count is 0 or > Most || Culprit(list) is not null)
        {
            return false;
        }

        value = new(IsLayers: false, [.. list.Children.Cast<YamlMappingNode>().Select(Group)]);
        return true;
    }

    public override (YamlNode Culprit, string Expected) Blame(YamlNode node) =>
        node is YamlSequenceNode { Children.Count: > 0 and <= Most } list && Culprit(list) is { } culprit ? culprit : base.Blame(node);

    public override string Hint(YamlNode node) => node is YamlScalarNode { Value: { Length: > 0 } text } ? NearestName.Hint(text, ["none", "layers", NameField, Parameters, .. Kinds]) : "";

    public override IReadOnlyList<FieldPart> Within =>
    [
        FieldPart.Of(NameField, "What the group is called in tables, files and metrics.", Rules.Name),
        FieldPart.Of(Parameters, "Which parameters it has: one or several patterns of their names.", Patterns),
        .. Kinds.Select(OfKind),
    ];

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(Words.Schema(), new JsonObject { ["type"] = "array", ["items"] = FieldPart.Object(Within), ["minItems"] = 1, ["maxItems"] = Most }),
    };

    public override JsonNode? ToJson(GroupsChoice value) => value.Groups.IsEmpty ? JsonValue.Create(value.IsLayers ? "layers" : "none") : new JsonArray([.. value.Groups.Select(ToJson)]);

    private static FieldPart OfKind(string kind)
    {
        FieldPart windows = FieldPart.Of(Windows, $"Number of windows of the group's {kind}.", Count);
        return new(kind, $"What the group's {kind} has of its own.", "a mapping with windows alone: all else is the same for every group", FieldPart.Object([windows]), IsRequired: false) { Parts = [windows] };
    }

    private static JsonObject ToJson(GroupChoice group)
    {
        JsonObject json = new() { [NameField] = group.Name, [Parameters] = Patterns.ToJson(group.Patterns) };
        foreach (HyperparameterKind kind in HyperparameterKinds.OfOptimisers.Where(group.Windows.ContainsKey))
        {
            json[kind.FieldName()] = new JsonObject { [Windows] = group.Windows[kind] };
        }

        return json;
    }

    private static GroupChoice Group(YamlMappingNode mapping)
    {
        Rules.Name.TryRead(Child(mapping, NameField)!, out string name);
        Patterns.TryRead(Child(mapping, Parameters)!, out ImmutableArray<string> patterns);
        int? WindowsOf(HyperparameterKind kind) => Child(mapping, kind.FieldName()) is YamlMappingNode own && Count.TryRead(Child(own, Windows)!, out long windows) ? (int)windows : null;
        return new(name, patterns, HyperparameterKinds.OfOptimisers.Where(kind => WindowsOf(kind) is not null).ToImmutableDictionary(kind => kind, kind => WindowsOf(kind)!.Value));
    }

    /// <summary>The first thing in a list that is not allowed.</summary>
    private static (YamlNode Culprit, string Expected)? Culprit(YamlSequenceNode list) => list.Children.Select(CulpritOf).FirstOrDefault(culprit => culprit is not null);

    private static (YamlNode Culprit, string Expected)? CulpritOf(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            return (node, $"a group with {NameField} and {Parameters}");
        }

        if (mapping.Children.Keys.FirstOrDefault(key => Text(key) is not (NameField or Parameters) && !Kinds.Contains(Text(key))) is { } unknown)
        {
            return (unknown, $"{NameField}, {Parameters}, {string.Join(", ", Kinds)}");
        }

        if (Child(mapping, NameField) is not { } name || Child(mapping, Parameters) is not { } patterns)
        {
            return (mapping, $"a group with {NameField} and {Parameters}");
        }

        return !Rules.Name.TryRead(name, out _) ? Rules.Name.Blame(name)
            : !Patterns.TryRead(patterns, out _) ? Patterns.Blame(patterns)
            : Kinds.Select(kind => Child(mapping, kind)).OfType<YamlNode>().Select(CulpritOfKind).FirstOrDefault(culprit => culprit is not null);
    }

    private static (YamlNode Culprit, string Expected)? CulpritOfKind(YamlNode node) =>
        node is not YamlMappingNode { Children.Count: 1 } own || Child(own, Windows) is not { } windows ? (node, $"{{{Windows}: N}} alone: all else is the same for every group")
        : Count.TryRead(windows, out _) ? null
        : Count.Blame(windows);

    private static string Text(YamlNode key) => (key as YamlScalarNode)?.Value ?? "";

    private static YamlNode? Child(YamlMappingNode mapping, string name) => mapping.Children.FirstOrDefault(pair => Text(pair.Key) == name).Value;
}
