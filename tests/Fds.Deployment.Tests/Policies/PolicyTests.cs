using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>What schemas cannot see: rights, references between objects, what a silo needs of its pod.</summary>
public sealed class PolicyTests
{
    private const string Prod = "k8s/overlays/prod";

    public static TheoryData<string> Overlays => ["k8s/overlays/dev", Prod];

    public static TheoryData<int, string> Mistakes => new(PolicyMutant.All.Select((mutant, index) => (index, mutant.Rule)));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Overlay_WithTheStudyJob_HasNothingThatAnOperatorWouldRefuse(string overlay) =>
        Assert.Empty(Policy.Findings(Kustomize.Render(overlay).With(Kustomize.Render("k8s/study"))));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Overlay_InANamespaceOfAnotherName_IsWholeThereToo(string overlay)
    {
        Bundle bundle = Kustomize.RenderOver(overlay, space: "lab");

        Assert.Empty(Policy.Findings(bundle));
        Assert.All(bundle.Pods, pod => Assert.Equal("lab", pod.Namespace));
    }

    [Fact]
    public void Production_WithAPostgreSqlOfItsOwn_HasNothingThatAnOperatorWouldRefuse() =>
        Assert.Empty(Policy.Findings(Kustomize.RenderOver(Prod, component: "k8s/components/postgresql")));

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_WhenMade_IsFoundByItsRule(int index, string rule)
    {
        Bundle bundle = Kustomize.Render(Prod).Copy();
        PolicyMutant.All[index].Make(bundle);

        Assert.Contains(Policy.Findings(bundle), finding => finding.Rule == rule);
    }

    [Fact]
    public void Production_WhereGpusAreFound_AsksForNothingThatNotEveryClusterHas()
    {
        Pod silo = Kustomize.Render(Prod).Pod("fds-silo");

        Assert.NotNull(silo.Containers.Single().At("resources", "limits", "nvidia.com/gpu"));
        Assert.Null(silo.Spec.At("runtimeClassName"));
        Assert.Null(silo.Spec.At("nodeSelector"));
    }

    [Fact]
    public void Overlays_WhenCompared_DevHasAllThatItNeedsAndProdLeavesSecretsToTheOperator()
    {
        Assert.Contains(Kustomize.Render("k8s/overlays/dev").Of("Secret"), secret => secret.Name == "fds-database");
        Assert.Empty(Kustomize.Render(Prod).Of("Secret"));
    }
}
