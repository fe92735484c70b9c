using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fds.Contracts.Studies.File;

/// <summary>Collects what there is to know of the fields of one section, from the rules that reading follows.</summary>
internal sealed class FieldNotes(string path) : IFields
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly OrderedDictionary<string, Func<FieldNote>> fields = [];

    /// <summary>The notes, in the order in which the fields are read.</summary>
    public IReadOnlyList<FieldNote> Notes => [.. fields.Values.Select(note => note())];

    public T Optional<T>(string name, string description, ValueRule<T> rule, T whenAbsent)
    {
        fields[name] = () => Of(name, description, rule) with { Default = Text(rule.ToJson(whenAbsent)) };
        return whenAbsent;
    }

    public T Required<T>(string name, string description, ValueRule<T> rule)
    {
        fields[name] = () => Of(name, description, rule) with { Required = true };
        return rule.Example;
    }

    public IFields Section(string name, string description) => Section(name, description, required: false);

    public IFields RequiredSection(string name, string description) => Section(name, description, required: true);

    public bool Has(string name) => true;

    public bool IsSound(string section) => true;

    public void Require(string name, bool holds, string message)
    {
        // Rules over several fields are said where they are broken.
    }

    private FieldNotes Section(string name, string description, bool required)
    {
        FieldNotes section = new(Path(name));
        fields[name] = () => new(Path(name), "section", description) { Required = required, Fields = section.Notes };
        return section;
    }

    private FieldNote Of<T>(string name, string description, ValueRule<T> rule) =>
        new(Path(name), Type(rule.Schema()), description) { Allowed = rule.Expected, Fields = [.. rule.Within.Select(part => Of(Path(name), part))] };

    private static FieldNote Of(string path, FieldPart part)
    {
        string own = $"{path}.{part.Name}";
        return new(own, Type(part.Schema), part.Description) { Allowed = part.Expected, Required = part.IsRequired, Fields = [.. part.Parts.Select(inner => Of(own, inner))] };
    }

    private static string Text(JsonNode? json) => json switch
    {
        null => "null",
        JsonValue text when text.TryGetValue(out string? word) => word,
        _ => json.ToJsonString(Readable),
    };

    /// <summary>The type that a schema says, in words.</summary>
    private static string Type(JsonObject schema) => schema switch
    {
        _ when schema["enum"] is not null || schema["const"] is not null => "word",
        _ when schema["anyOf"] is JsonArray types => string.Join(" or ", types.Select(type => Type(type!.AsObject())).Distinct()),
        _ => schema["type"]?.GetValue<string>() switch
        {
            "integer" => "whole number",
            "number" => "number",
            "boolean" => "true or false",
            "array" => "list",
            "object" => "mapping",
            "null" => "null",
            _ => "text",
        },
    };

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
