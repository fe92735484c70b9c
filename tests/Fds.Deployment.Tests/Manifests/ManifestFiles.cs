namespace Fds.Deployment.Tests.Manifests;

/// <summary>The files under k8s/ as they are written.</summary>
internal static class ManifestFiles
{
    /// <summary>Every kustomization.</summary>
    public static IEnumerable<string> Kustomizations => Below("k8s").Where(file => Path.GetFileName(file) == "kustomization.yaml");

    /// <summary>Manifests that are filled in by hand.</summary>
    public static IEnumerable<string> Templates => Below("k8s/templates");

    public static Bundle Read(string file) => Bundle.Parse(File.ReadAllText(Path.Combine(SharedFolder.Checkout, file)));

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(Path.Combine(SharedFolder.Checkout, folder), "*.yaml", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SharedFolder.Checkout, path))
            .Order(StringComparer.Ordinal);
}
