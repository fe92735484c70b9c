using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using YamlDotNet.Serialization;

namespace Fds.Client.Rendering;

/// <summary>Messages as JSON and YAML: camel case, names for enumerations, null for what is not a number.</summary>
internal static class MachineFormats
{
    private static readonly JsonSerializerOptions Line = Options(indented: false);
    private static readonly JsonSerializerOptions Pretty = Options(indented: true);

    public static string JsonLine<T>(T value) => JsonSerializer.Serialize(value, Line);

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Pretty);

    /// <summary>Reads what <see cref="Json"/> wrote.</summary>
    public static T? Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Line);

    public static string Yaml<T>(T value) => new SerializerBuilder().Build().Serialize(Plain(JsonSerializer.SerializeToNode(value, Line))!).TrimEnd();

    /// <summary>JSON as the dictionaries, lists and scalars that the YAML writer knows.</summary>
    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject fields => fields.ToDictionary(field => field.Key, field => Plain(field.Value)),
        JsonArray items => items.Select(Plain).ToList(),
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        JsonValue value when value.TryGetValue(out long whole) => whole,
        JsonValue value when value.TryGetValue(out double number) => number,
        _ => node.ToString(),
    };

    private static JsonSerializerOptions Options(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new FiniteNumberConverter() },
    };
}
