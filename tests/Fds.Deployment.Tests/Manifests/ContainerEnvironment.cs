namespace Fds.Deployment.Tests.Manifests;

/// <summary>A container's environment variables, as Kubernetes puts them together: first those of whole ConfigMaps, then its own.</summary>
internal sealed class ContainerEnvironment(Bundle bundle, JsonNode container)
{
    /// <summary>Variables whose values stand in the manifests.</summary>
    public IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            IEnumerable<KeyValuePair<string, string>> own = Own.Where(variable => variable.At("value") is not null).Select(variable => KeyValuePair.Create(variable.Text("name")!, variable.Text("value")!));
            Dictionary<string, string> settings = [];
            foreach ((string name, string value) in container.Items("envFrom").SelectMany(Maps).Concat(own))
            {
                settings[name] = value;
            }

            return settings;
        }
    }

    /// <summary>Names of all variables.</summary>
    public IEnumerable<string> Names => Settings.Keys.Union(Own.Select(variable => variable.Text("name")!));

    private IEnumerable<JsonNode> Own => container.Items("env");

    /// <summary>The field of the pod that a variable has the value of, or null.</summary>
    public string? Field(string variable) => From(variable).Text("fieldRef", "fieldPath");

    /// <summary>The key of a Secret that a variable has the value of, or null.</summary>
    public string? SecretKey(string variable) => From(variable).Text("secretKeyRef", "key");

    private JsonNode? From(string variable) => Own.FirstOrDefault(candidate => candidate.Text("name") == variable).At("valueFrom");

    private IReadOnlyDictionary<string, string> Maps(JsonNode source) =>
        source.Text("configMapRef", "name") is { } name && bundle.Of("ConfigMap").FirstOrDefault(map => map.Name == name) is { } map ? map.Body.Map("data") : new Dictionary<string, string>();
}
