using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fds.Contracts.Studies.File;

/// <summary>The study file's JSON Schema (draft 2020-12), for editors; made from the rules that reading follows.</summary>
public static class StudyFileSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text.</summary>
    public static string Json { get; } = Make();

    private static string Make()
    {
        JsonObject schema = new() { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "Fds.Cluster study" };
        StudyShape.Read(new SchemaFields(schema));
        return schema.ToJsonString(Indented) + "\n";
    }
}
