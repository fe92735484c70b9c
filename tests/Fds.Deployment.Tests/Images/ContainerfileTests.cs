using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fds.Deployment.Tests.Kubelet;
using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Images;

/// <summary>The images' recipes: complete, in an order that caches, of the user and with the ports that the manifests count on.</summary>
public sealed class ContainerfileTests
{
    private static readonly string[] Instructions = ["FROM", "ARG", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "ENTRYPOINT"];

    [Theory]
    [InlineData("silo", "src/Fds.Silo/Fds.Silo.csproj")]
    [InlineData("console", "src/Fds.Client/Fds.Client.csproj")]
    public void Recipe_WhenItRestores_HasCopiedEveryProjectThatIsReferenced(string image, string project)
    {
        string[] lines = Lines(image);
        int restore = Array.FindIndex(lines, line => line.StartsWith("RUN dotnet restore", StringComparison.Ordinal));
        IEnumerable<string> copied = lines.Take(restore).Where(line => line.Contains(".csproj", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);

        Assert.Equal(Referenced(project).Order(), copied.Order());
        Assert.True(Array.FindIndex(lines, line => line == "COPY src/ src/") > restore, "Sources must be copied after packages are restored, or every edit restores them again.");
    }

    [Fact]
    public void Recipe_OfTheSilo_PutsNativeLibrariesInALayerBelowTheRest()
    {
        string[] layers = [.. Lines("silo").Where(line => line.StartsWith("COPY --from=build", StringComparison.Ordinal)).Select(line => line.Split(' ')[2])];

        Assert.Equal(["/published/silo/native/", "/published/silo/app/"], layers);
        Assert.Contains("ARG FdsTorch=cpu", Lines("silo"));
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("console")]
    public void Recipe_WhenRead_RunsTheProgramAsTheUserOfTheManifests(string image)
    {
        string[] lines = Lines(image);

        Assert.All(lines, line => Assert.Contains(line.Split(' ')[0], Instructions));
        Assert.Equal($"USER {Container.User}", lines.Last(line => line.StartsWith("USER", StringComparison.Ordinal)));
        Assert.Equal($"/app/fds-{image}", JsonSerializer.Deserialize<string[]>(lines.Single(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal))["ENTRYPOINT ".Length..])!.Single());
        Pod pod = Kustomize.Render("k8s/overlays/prod").Pod($"fds-{image}");
        Assert.Equal(Container.User, pod.Spec.Number("securityContext", "runAsUser"));
        Assert.Contains($"fds-{image}:", pod.Containers.Single().Text("image"), StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_OfTheSilosRecipe_AreThoseOfItsPod()
    {
        IEnumerable<string> exposed = Lines("silo").Single(line => line.StartsWith("EXPOSE", StringComparison.Ordinal)).Split(' ').Skip(1);

        Assert.Equal(Kustomize.Render("k8s/overlays/prod").Pod("fds-silo").Containers.Single().Items("ports").Select(port => port.Text("containerPort")!), exposed);
    }

    [Fact]
    public void Context_WhenFiltered_HasEveryPathThatRecipesCopy()
    {
        string[] kept = [.. File.ReadAllLines(Path.Combine(SharedFolder.Checkout, ".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..])];
        IEnumerable<string> copied = Lines("silo").Concat(Lines("console")).Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')[1..^1]);

        Assert.All(copied, path =>
        {
            Assert.True(Path.Exists(Path.Combine(SharedFolder.Checkout, path)), $"{path} is not there.");
            Assert.Contains(kept, pattern => Regex.IsMatch(path, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}"));
        });
    }

    private static string[] Lines(string image) =>
        [.. File.ReadAllLines(Path.Combine(SharedFolder.Checkout, "images", $"{image}.Containerfile")).Where(line => line.Length > 0 && line[0] != '#')];

    private static IEnumerable<string> Referenced(string project)
    {
        string folder = Path.GetDirectoryName(Path.Combine(SharedFolder.Checkout, project))!;
        IEnumerable<string> direct = XDocument.Load(Path.Combine(SharedFolder.Checkout, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetRelativePath(SharedFolder.Checkout, Path.GetFullPath(Path.Combine(folder, (string)reference.Attribute("Include")!))));
        return direct.SelectMany(Referenced).Prepend(project).Distinct();
    }
}
