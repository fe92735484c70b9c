using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>Something that schemas allow and an operator would not.</summary>
internal sealed record Finding(string Where, string Rule, string Detail)
{
    public static Finding At(Manifest manifest, string rule, string detail = "") => new(manifest.ToString(), rule, detail);

    public static Finding At(Pod pod, string rule, string detail = "") => At(pod.Owner, rule, detail);

    public override string ToString() => $"{Where}: {Rule}: {Detail}";
}
