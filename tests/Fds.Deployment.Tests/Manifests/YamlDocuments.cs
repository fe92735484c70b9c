using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fds.Deployment.Tests.Manifests;

/// <summary>YAML as kubectl reads it: 'yes' is a flag and 0440 is octal; keys that are there twice are refused.</summary>
internal static class YamlDocuments
{
    private static readonly string[] True = ["y", "yes", "on", "true"];
    private static readonly string[] False = ["n", "no", "off", "false"];
    private static readonly string[] Null = ["", "~", "null"];

    /// <summary>All documents of a stream that are objects; empty ones are left out.</summary>
    /// <exception cref="YamlException">It is no YAML, or has a key twice.</exception>
    public static IEnumerable<JsonObject> Read(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Convert(document.RootNode)).OfType<JsonObject>()];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Resolve(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new YamlException($"Expected no {node.NodeType} in a manifest."),
    };

    private static JsonValue? Resolve(string text)
    {
        string lower = text.ToLowerInvariant();
        if (Null.Contains(lower))
        {
            return null;
        }

        if (True.Contains(lower) || False.Contains(lower))
        {
            return JsonValue.Create(True.Contains(lower));
        }

        if (text.Length > 1 && text[0] == '0' && text.All(char.IsAsciiDigit))
        {
            return JsonValue.Create(System.Convert.ToInt64(text, 8));
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return JsonValue.Create(whole);
        }

        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Real, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real) ? JsonValue.Create(real) : JsonValue.Create(text);
    }
}
