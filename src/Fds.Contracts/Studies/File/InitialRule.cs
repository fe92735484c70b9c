using System.Collections.Immutable;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>A value, a value for each window, a shape with its peak, e.g. <c>{shape: cosine, peak: 0.1}</c>, an earlier schedule, e.g. <c>{schedule: results/schedule.json}</c>, or auto.</summary>
/// <param name="value">What a value may be.</param>
/// <param name="instead">The value that stands in for auto.</param>
internal sealed class InitialRule(NumberRule value, double instead) : ValueRule<InitialValues>
{
    private const string Shape = "shape";
    private const string Peak = "peak";
    private const string Auto = "auto";
    private const string Schedule = "schedule";
    private static readonly ValueRule<ScheduleShape> Shapes = Rules.ScheduleShape;
    private readonly ListRule<double> list = new(value, 1, 1000, orSingle: true);
    private readonly ListRule<double> values = new(value, 1, 1000);

    public override string Expected => $"{list.Expected}, or a shape such as {{shape: cosine, peak: 0.1}}, or {{schedule: results/schedule.json}}, or auto";

    public override InitialValues Example => new(list.Example);

    public override bool TryRead(YamlNode node, out InitialValues found)
    {
        if (node is YamlScalarNode { Value: Auto })
        {
            found = new([instead], Auto: true);
            return true;
        }

        if (node is not YamlMappingNode mapping)
        {
            bool isList = list.TryRead(node, out ImmutableArray<double> values);
            found = isList ? new(values) : Example;
            return isList;
        }

        if (mapping.Children.Keys.Any(key => Name(key) == Schedule))
        {
            return TryReadSchedule(mapping, out found);
        }

        bool hasShape = Shapes.TryRead(Child(mapping, Shape), out ScheduleShape shape);
        bool hasPeak = value.TryRead(Child(mapping, Peak), out double peak);
        found = new([peak], shape);
        return hasShape && hasPeak && mapping.Children.Count == 2;
    }

    public override (YamlNode Culprit, string Expected) Blame(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            return node is YamlSequenceNode ? list.Blame(node) : base.Blame(node);
        }

        if (mapping.Children.Keys.Any(key => Name(key) == Schedule))
        {
            return mapping.Children.Keys.FirstOrDefault(key => Name(key) != Schedule) is { } other ? (other, $"{Schedule} alone") : BlameSchedule(Child(mapping, Schedule));
        }

        if (mapping.Children.Keys.FirstOrDefault(key => Name(key) is not (Shape or Peak)) is { } unknown)
        {
            return (unknown, $"{Shape} and {Peak} alone");
        }

        if (mapping.Children.Count < 2)
        {
            return (node, $"{Shape} and {Peak}");
        }

        return Shapes.TryRead(Child(mapping, Shape), out _) ? value.Blame(Child(mapping, Peak)) : Shapes.Blame(Child(mapping, Shape));
    }

    public override string Hint(YamlNode node)
    {
        if (value.TryRead(node, out _))
        {
            return $" Write [{((YamlScalarNode)node).Value}].";
        }

        if (node is not YamlScalarNode { Value: { Length: > 0 } text } || !char.IsLetter(text[0]))
        {
            return node is YamlMappingNode ? "" : list.Hint(node);
        }

        if (text is Shape or Peak or Schedule)
        {
            return "";
        }

        return Shapes.TryRead(node, out _) ? $" Write {{shape: {text}, peak: 0.1}}."
            : NearestName.Hint(text, [Shape, Peak, Schedule, Auto]) is { Length: > 0 } field ? field
            : Shapes.Hint(node) is { Length: > 0 } shape ? shape
            : list.Hint(node);
    }

    public override IReadOnlyList<FieldPart> Within => [.. OfShape, OfEarlier];

    private FieldPart[] OfShape =>
    [
        FieldPart.Of(Shape, "The shape of the schedule over the run.", Shapes),
        FieldPart.Of(Peak, "Its largest value.", value),
    ];

    private FieldPart OfEarlier => new(
        Schedule,
        "The schedule.json of an earlier study, relative to the study file, or the values of one.",
        $"a path, {values.Expected}, or such lists by the names of groups",
        new() { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, values.Schema(), new JsonObject { ["type"] = "object", ["additionalProperties"] = values.Schema() }) });

    public override JsonObject Schema()
    {
        JsonObject schema = list.Schema();
        schema["anyOf"]!.AsArray().Add(FieldPart.Object(OfShape));
        schema["anyOf"]!.AsArray().Add(FieldPart.Object([OfEarlier]));
        schema["anyOf"]!.AsArray().Add(new JsonObject { ["const"] = Auto });
        return schema;
    }

    public override JsonNode? ToJson(InitialValues initial) => initial switch
    {
        { Auto: true } => JsonValue.Create(Auto),
        { Shape: { } shape } => new JsonObject { [Shape] = Shapes.ToJson(shape), [Peak] = value.ToJson(initial.Values[0]) },
        { OfGroups: { } groups } => new JsonObject { [Schedule] = new JsonObject(groups.Select(group => KeyValuePair.Create(group.Key, values.ToJson(group.Value)))) },
        { IsSchedule: true } => new JsonObject { [Schedule] = values.ToJson(initial.Values) },
        _ => list.ToJson(initial.Values),
    };

    /// <summary>An earlier schedule: its values, or those of each group. A path in their place was to be read by whoever read the file.</summary>
    private bool TryReadSchedule(YamlMappingNode mapping, out InitialValues found)
    {
        found = Example;
        if (mapping.Children.Count != 1)
        {
            return false;
        }

        YamlNode node = Child(mapping, Schedule);
        if (node is YamlMappingNode { Children.Count: > 0 } groups)
        {
            Dictionary<string, ImmutableArray<double>> read = [];
            foreach ((YamlNode name, YamlNode child) in groups.Children)
            {
                if (!values.TryRead(child, out ImmutableArray<double> own))
                {
                    return false;
                }

                read[Name(name) ?? ""] = own;
            }

            found = new([.. read.Values.SelectMany(own => own)], IsSchedule: true, OfGroups: read.ToImmutableSortedDictionary(StringComparer.Ordinal));
            return true;
        }

        bool isList = values.TryRead(node, out ImmutableArray<double> all);
        found = isList ? new(all, IsSchedule: true) : Example;
        return isList;
    }

    private (YamlNode Culprit, string Expected) BlameSchedule(YamlNode node) => node switch
    {
        YamlMappingNode { Children.Count: > 0 } groups => values.Blame(groups.Children.Values.First(child => !values.TryRead(child, out _))),
        YamlSequenceNode => values.Blame(node),
        _ => (node, "the path of a schedule.json that this console can read, or a list of values, or one for each group"),
    };

    private static string? Name(YamlNode key) => (key as YamlScalarNode)?.Value;

    private static YamlNode Child(YamlMappingNode mapping, string name) => mapping.Children.FirstOrDefault(pair => Name(pair.Key) == name).Value ?? new YamlScalarNode("");
}
