using Fds.Deployment.Tests.Manifests;
using YamlDotNet.Core;

namespace Fds.Deployment.Tests.Schemas;

/// <summary>Every manifest against the oldest version of Kubernetes that it is for, and against a new one.</summary>
public sealed class SchemaTests
{
    private const string Oldest = "v1.32";
    private const string Newest = "v1.36";

    public static TheoryData<string, string> Rendered => new(from folder in Kustomize.Applied from version in Versions select (folder, version));

    public static TheoryData<string, string> Written => new(from file in ManifestFiles.Kustomizations.Concat(ManifestFiles.Templates) from version in Versions select (file, version));

    public static TheoryData<string, string> Mistakes => new(from mutant in SchemaMutant.All from version in Versions select (mutant.Name, version));

    private static string[] Versions => [Oldest, Newest];

    [Theory]
    [MemberData(nameof(Rendered))]
    public void Folder_WhenRendered_IsValid(string folder, string version)
    {
        Bundle bundle = Kustomize.Render(folder);

        Assert.NotEmpty(bundle.All);
        Assert.Empty(bundle.All.SelectMany(StrictSchemas.Of(version).Faults));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void File_WhenRead_IsValid(string file, string version)
    {
        Bundle bundle = ManifestFiles.Read(file);

        Assert.NotEmpty(bundle.All);
        Assert.Empty(bundle.All.SelectMany(StrictSchemas.Of(version).Faults));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_WhenMade_IsFound(string name, string version)
    {
        SchemaMutant mutant = SchemaMutant.All.Single(candidate => candidate.Name == name);
        Manifest manifest = Kustomize.Render("k8s/overlays/prod").Copy().The(mutant.Kind, mutant.Object);
        mutant.Make(manifest.Body);

        Assert.Contains(StrictSchemas.Of(version).Faults(manifest), fault => fault.Contains(mutant.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void Kustomization_WhenAFieldIsMisspelt_IsFound()
    {
        string written = File.ReadAllText(Path.Combine(SharedFolder.Checkout, "k8s/base/kustomization.yaml"));
        Manifest misspelt = Bundle.Parse(written.Replace("resources:", "resource:", StringComparison.Ordinal)).All.Single();

        Assert.Contains(StrictSchemas.Of(Oldest).Faults(misspelt), fault => fault.Contains("resource", StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_WhenAValueIsWrittenAsAFlag_AreRefused()
    {
        Manifest settings = Bundle.Parse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {flag: yes}").All.Single();

        Assert.Contains(StrictSchemas.Of(Oldest).Faults(settings), fault => fault.Contains("flag", StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_WhenAKeyIsThereTwice_AreRefused() =>
        Assert.Throws<YamlException>(() => Bundle.Parse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: b, a: c}"));
}
