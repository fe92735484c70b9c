using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fds.Contracts.Studies.File;

/// <summary>Keeps what every field is read as, defaults filled in, as JSON and by its path.</summary>
internal sealed class FieldValues(IFields fields, string path, IDictionary<string, string> values) : IFields
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public T Optional<T>(string name, string description, ValueRule<T> rule, T whenAbsent) => Keep(name, rule, fields.Optional(name, description, rule, whenAbsent));

    public T Required<T>(string name, string description, ValueRule<T> rule) => Keep(name, rule, fields.Required(name, description, rule));

    public IFields Section(string name, string description) => new FieldValues(fields.Section(name, description), Path(name), values);

    public IFields RequiredSection(string name, string description) => new FieldValues(fields.RequiredSection(name, description), Path(name), values);

    public bool Has(string name) => fields.Has(name);

    public bool IsSound(string section) => fields.IsSound(section);

    public void Require(string name, bool holds, string message) => fields.Require(name, holds, message);

    private T Keep<T>(string name, ValueRule<T> rule, T value)
    {
        JsonNode? json = rule.ToJson(value);
        values[Path(name)] = json switch
        {
            null => "null",
            JsonValue text when text.TryGetValue(out string? word) => word,
            _ => json.ToJsonString(Readable),
        };
        return value;
    }

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
