using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>Who reaches whom, by the network policies as Kubernetes evaluates them.</summary>
public sealed class NetworkTests
{
    private static readonly Dictionary<string, string> Monitoring = new() { ["kubernetes.io/metadata.name"] = "monitoring" };
    private static readonly Dictionary<string, string> Elsewhere = new() { ["kubernetes.io/metadata.name"] = "default" };

    [Theory]
    [InlineData("fds-silo", "fds-silo", "silo", true)]
    [InlineData("fds-console", "fds-silo", "gateway", true)]
    [InlineData("fds-submit-quickstart", "fds-silo", "gateway", true)]
    [InlineData("fds-silo", "fds-postgresql", "postgresql", true)]
    [InlineData("fds-migrate", "fds-postgresql", "postgresql", true)]
    [InlineData("fds-console", "fds-silo", "silo", false)]
    [InlineData("fds-console", "fds-silo", "http", false)]
    [InlineData("fds-console", "fds-postgresql", "postgresql", false)]
    [InlineData("fds-migrate", "fds-silo", "silo", false)]
    [InlineData("fds-migrate", "fds-silo", "gateway", false)]
    [InlineData("fds-postgresql", "fds-silo", "silo", false)]
    [InlineData("fds-silo", "fds-console", "http", false)]
    public void Pod_WhenItCallsAnother_GetsThroughWhereItBelongs(string from, string to, string port, bool expected)
    {
        Bundle bundle = Kustomize.Render("k8s/overlays/dev").With(Kustomize.Render("k8s/study"));

        Assert.Equal(expected, NetworkRules.Lets(bundle, bundle.Pod(from), bundle.Pod(to), port));
    }

    [Theory]
    [InlineData("fds-silo", 443, true)]
    [InlineData("fds-silo", 6443, true)]
    [InlineData("fds-silo", 8443, true)]
    [InlineData("fds-silo", 16443, true)]
    [InlineData("fds-silo", 80, false)]
    [InlineData("fds-console", 6443, false)]
    [InlineData("fds-submit-quickstart", 6443, false)]
    [InlineData("fds-migrate", 6443, false)]
    public void Pod_WhenItAsksKubernetes_GetsThroughAtEveryPortOfItsServersIfItIsASilo(string name, int port, bool expected)
    {
        Bundle bundle = Kustomize.Render("k8s/overlays/prod").With(Kustomize.Render("k8s/study"));

        Assert.Equal(expected, NetworkRules.LetsAnywhere(bundle, bundle.Pod(name), port));
    }

    [Theory]
    [InlineData("fds-console")]
    [InlineData("fds-submit-quickstart")]
    public void Client_WithoutTheLabelOfClients_DoesNotReachTheGateway(string name)
    {
        Bundle bundle = Kustomize.Render("k8s/overlays/prod").With(Kustomize.Render("k8s/study")).Copy();
        Pod client = bundle.Pod(name);

        Assert.True(client.Owner.Spec.At("template", "metadata", "labels")!.AsObject().Remove("fds-gateway-client"));
        Assert.False(NetworkRules.Lets(bundle, client, bundle.Pod("fds-silo"), "gateway"));
    }

    [Fact]
    public void Stranger_WhenItCallsASilo_ReachesMetricsFromMonitoringAlone()
    {
        Bundle bundle = Kustomize.Render("k8s/overlays/prod");
        Pod silo = bundle.Pod("fds-silo");

        Assert.True(NetworkRules.LetsStranger(bundle, Monitoring, silo, "http"));
        Assert.False(NetworkRules.LetsStranger(bundle, Elsewhere, silo, "http"));
        Assert.All(["silo", "gateway"], port => Assert.False(NetworkRules.LetsStranger(bundle, Monitoring, silo, port)));
        Assert.All(["silo", "gateway"], port => Assert.False(NetworkRules.LetsStranger(bundle, Elsewhere, silo, port)));
    }

    [Theory]
    [InlineData("fds-silo", true)]
    [InlineData("fds-migrate", true)]
    [InlineData("fds-console", false)]
    public void Pod_InProduction_ReachesTheDatabaseOutsideWhereItUsesIt(string name, bool expected)
    {
        Bundle bundle = Kustomize.Render("k8s/overlays/prod");

        Assert.Equal(expected, bundle.Of("NetworkPolicy").Any(policy => NetworkRules.IsFor(policy, bundle.Pod(name), "Egress") && policy.Name == "fds-database"));
    }
}
