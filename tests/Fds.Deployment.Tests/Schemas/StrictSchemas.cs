using System.Collections.Concurrent;
using Fds.Deployment.Tests.Manifests;
using NJsonSchema;
using NJsonSchema.NewtonsoftJson;

namespace Fds.Deployment.Tests.Schemas;

/// <summary>Schemas of one version of Kubernetes that allow no field that it does not know.</summary>
internal sealed class StrictSchemas
{
    private static readonly ConcurrentDictionary<string, StrictSchemas> Opened = [];
    private readonly string folder;
    private readonly IReadOnlyDictionary<string, string> index;
    private readonly ConcurrentDictionary<string, JsonSchema> schemas = [];

    private StrictSchemas(string folder)
    {
        this.folder = folder;
        index = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "index.json"))).Map();
    }

    /// <summary>The schemas of a version, e.g. v1.32; skips the test where they are not there.</summary>
    public static StrictSchemas Of(string version)
    {
        Assert.SkipWhen(SharedFolder.Schemas is null, "There are no Kubernetes schemas: name their folder with FDS_SCHEMAS, or put them into ../shared/schemas.");
        return Opened.GetOrAdd(version, name => new(Path.Combine(SharedFolder.Schemas!, "kubernetes", $"{name}-strict")));
    }

    /// <summary>What is wrong with an object, each with its path; empty where it is valid.</summary>
    public IReadOnlyList<string> Faults(Manifest manifest)
    {
        if (!index.TryGetValue(manifest.Type, out string? file))
        {
            return [$"{manifest}: no schema for {manifest.Type}"];
        }

        JsonSchema schema = schemas.GetOrAdd(file, name => JsonSchema.FromFileAsync(Path.Combine(folder, name)).GetAwaiter().GetResult());
        return [.. SchemaFaults.Of(schema, Unfolded(manifest)).Select(fault => $"{manifest}: {fault}")];
    }

    /// <summary>Kustomize folds long values of Secrets, which Kubernetes takes and the validator does not.</summary>
    private static JsonObject Unfolded(Manifest manifest)
    {
        JsonObject body = manifest.Body.DeepClone().AsObject();
        if (manifest.Kind == "Secret" && body["data"] is JsonObject data)
        {
            foreach ((string key, JsonNode? value) in data.ToArray())
            {
                data[key] = value?.ToString().ReplaceLineEndings("");
            }
        }

        return body;
    }
}
