namespace Fds.Deployment.Tests.Manifests;

/// <summary>One object as it would be applied.</summary>
internal sealed record Manifest(JsonObject Body)
{
    public string Kind => Body.Text("kind") ?? "";

    /// <summary>API version and kind, as the schemas' index has them.</summary>
    public string Type => $"{Body.Text("apiVersion")}/{Kind}";

    public string Name => Body.Text("metadata", "name") ?? "?";

    public string Namespace => Body.Text("metadata", "namespace") ?? "";

    public IReadOnlyDictionary<string, string> Labels => Body.Map("metadata", "labels");

    public JsonNode? Spec => Body["spec"];

    public override string ToString() => $"{Kind}/{Name}";
}
