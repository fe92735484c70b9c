using System.Text.RegularExpressions;
using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Images;

/// <summary>Images that were pushed are used where the block that is commented out says so.</summary>
public sealed class RegistryTests
{
    private const string Registry = "registry.example/team/";

    [Theory]
    [InlineData("k8s/overlays/dev")]
    [InlineData("k8s/study")]
    public void Images_WhenTheBlockIsTakenIn_AllComeFromTheRegistry(string overlay)
    {
        IEnumerable<string> written = Images(Kustomize.Render(overlay));
        using TemporaryFolder folder = new();
        CopyManifests(folder);
        string file = folder[$"{overlay}/kustomization.yaml"];
        File.WriteAllText(file, Regex.Replace(File.ReadAllText(file), "^# (images:|  - )", "$1", RegexOptions.Multiline));

        Assert.Equal(written.Select(image => image.StartsWith("fds-", StringComparison.Ordinal) ? Registry + image : image), Images(Bundle.Parse(Kustomize.Run(folder[overlay]))));
    }

    private static IEnumerable<string> Images(Bundle bundle) => bundle.Pods.SelectMany(pod => pod.Containers).Select(container => container.Text("image")!);

    private static void CopyManifests(TemporaryFolder folder)
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(SharedFolder.Checkout, "k8s"), "*", SearchOption.AllDirectories))
        {
            string copy = folder[Path.GetRelativePath(SharedFolder.Checkout, path)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }
}
