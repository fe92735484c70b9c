using System.Collections.Immutable;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>A value, a value for each window, a shape with its peak, e.g. <c>{shape: cosine, peak: 0.1}</c>, or auto.</summary>
/// <param name="value">What a value may be.</param>
/// <param name="instead">The value that stands in for auto.</param>
internal sealed class InitialRule(NumberRule value, double instead) : ValueRule<InitialValues>
{
    private const string Shape = "shape";
    private const string Peak = "peak";
    private const string Auto = "auto";
    private static readonly ValueRule<ScheduleShape> Shapes = Rules.ScheduleShape;
    private readonly ListRule<double> list = new(value, 1, 1000, orSingle: true);

    public override string Expected => $"{list.Expected}, or a shape such as {{shape: cosine, peak: 0.1}}, or auto";

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
        if (node is not YamlScalarNode { Value: { Length: > 0 } text } || !char.IsLetter(text[0]))
        {
            return node is YamlMappingNode ? "" : list.Hint(node);
        }

        return Shapes.TryRead(node, out _) ? $" Write {{shape: {text}, peak: 0.1}}."
            : NearestName.Hint(text, [Shape, Peak, Auto]) is { Length: > 0 } field ? field
            : Shapes.Hint(node) is { Length: > 0 } shape ? shape
            : list.Hint(node);
    }

    public override JsonObject Schema()
    {
        JsonObject shape = new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [Shape] = Shapes.Schema(), [Peak] = value.Schema() },
            ["required"] = new JsonArray(Shape, Peak),
            ["additionalProperties"] = false,
        };
        JsonObject schema = list.Schema();
        schema["anyOf"]!.AsArray().Add(shape);
        schema["anyOf"]!.AsArray().Add(new JsonObject { ["const"] = Auto });
        return schema;
    }

    public override JsonNode? ToJson(InitialValues initial) => list.ToJson(initial.Values);

    private static string? Name(YamlNode key) => (key as YamlScalarNode)?.Value;

    private static YamlNode Child(YamlMappingNode mapping, string name) => mapping.Children.FirstOrDefault(pair => Name(pair.Key) == name).Value ?? new YamlScalarNode("");
}
