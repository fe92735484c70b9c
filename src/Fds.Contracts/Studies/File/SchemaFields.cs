using System.Text.Json.Nodes;

namespace Fds.Contracts.Studies.File;

/// <summary>Writes the fields of one section down as JSON Schema.</summary>
internal sealed class SchemaFields(JsonObject schema) : IFields
{
    private readonly JsonObject properties = Begin(schema);

    public T Optional<T>(string name, string description, ValueRule<T> rule, T whenAbsent)
    {
        JsonObject property = Describe(name, description, rule.Schema());
        property["default"] = rule.ToJson(whenAbsent);
        return whenAbsent;
    }

    public T Required<T>(string name, string description, ValueRule<T> rule)
    {
        Describe(name, description, rule.Schema());
        Demand(name);
        return rule.Example;
    }

    public IFields Section(string name, string description) => new SchemaFields(Describe(name, description, []));

    public IFields RequiredSection(string name, string description)
    {
        Demand(name);
        return Section(name, description);
    }

    public bool Has(string name) => true;

    public bool IsSound(string section) => true;

    public void Require(string name, bool holds, string message)
    {
        // Rules over several fields are beyond what the schema says.
    }

    private static JsonObject Begin(JsonObject schema)
    {
        JsonObject properties = [];
        schema["type"] = "object";
        schema["additionalProperties"] = false;
        schema["properties"] = properties;
        return properties;
    }

    private JsonObject Describe(string name, string description, JsonObject property)
    {
        property["description"] = description;
        properties[name] = property;
        return property;
    }

    private void Demand(string name)
    {
        if (schema["required"] is not JsonArray required)
        {
            schema["required"] = required = [];
        }

        required.Add(name);
    }
}
