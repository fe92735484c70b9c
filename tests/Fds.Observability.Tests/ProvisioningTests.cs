using YamlDotNet.RepresentationModel;

namespace Fds.Observability.Tests;

/// <summary>What Grafana loads at its start.</summary>
public sealed class ProvisioningTests
{
    [Fact]
    public void DataSource_WhenRead_IsPrometheusAtThePaceOfItsScrapes()
    {
        YamlNode source = Read("grafana/provisioning/datasources/prometheus.yaml")["datasources"][0];
        YamlNode scrapes = Read("prometheus.yml")["global"]["scrape_interval"];

        Assert.Equal("prometheus", source["type"].ToString());
        Assert.Equal(scrapes, source["jsonData"]["timeInterval"]);
    }

    [Fact]
    public void Dashboards_WhenTheirFolderIsNamed_ItIsTheOneOfTheInstructions()
    {
        YamlNode provider = Read("grafana/provisioning/dashboards/fds.yaml")["providers"][0];

        Assert.Equal("file", provider["type"].ToString());
        Assert.Contains($"observability/dashboards:{provider["options"]["path"]}:", ObservabilityFolder.Read("README.md"), StringComparison.Ordinal);
    }

    private static YamlNode Read(string file)
    {
        YamlStream stream = [];
        using StringReader text = new(ObservabilityFolder.Read(file));
        stream.Load(text);
        return stream.Documents[0].RootNode;
    }
}
