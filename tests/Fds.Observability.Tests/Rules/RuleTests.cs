using System.Text.RegularExpressions;

namespace Fds.Observability.Tests.Rules;

/// <summary>Rules that Prometheus takes, each tested, and alerts that lead to their runbooks.</summary>
public sealed partial class RuleTests
{
    private const string Tests = "rules/fds.tests.yml";
    private const string Runbooks = "docs/alerts.md";
    private static readonly string[] Severities = ["critical", "warning", "info"];

    public static TheoryData<string> Alerts => new(RuleFile.Read().Alerts.Select(rule => rule.Alert!));

    [Fact]
    public void Rules_WhenChecked_AreClean()
    {
        (int code, string output) = Promtool.Run("check", "rules", "--lint=all", "--lint-fatal", ObservabilityFolder.At(RuleFile.Path));

        Assert.True(code == 0, output);
    }

    [Fact]
    public void Rules_WhenTested_DoWhatTheirTestsSay()
    {
        (int code, string output) = Promtool.Run("test", "rules", ObservabilityFolder.At(Tests));

        Assert.True(code == 0, output);
    }

    [Fact]
    public void Rules_WhenAThresholdIsAnother_FailTheirTests()
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(ObservabilityFolder.At("rules")))
        {
            File.WriteAllText(folder[Path.GetFileName(file)], File.ReadAllText(file).Replace("age:seconds > 1800", "age:seconds > 7200", StringComparison.Ordinal));
        }

        (int code, string output) = Promtool.Run("test", "rules", folder["fds.tests.yml"]);

        Assert.NotEqual(0, code);
        Assert.Contains("FdsCheckpointOld", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_WhenChecked_IsClean()
    {
        (int code, string output) = Promtool.Run("check", "config", "--lint=all", "--lint-fatal", ObservabilityFolder.At("prometheus.yml"));

        Assert.True(code == 0, output);
    }

    [Fact]
    public void ConfigurationForKubernetes_WhenChecked_IsClean()
    {
        // Debian builds Prometheus without the discovery in Kubernetes, so that this part is replaced by another discovery.
        string text = ObservabilityFolder.Read("prometheus.kubernetes.yml");
        string known = Discovery().Replace(text, "    dns_sd_configs:\n      - names: [silos]\n");
        Assert.NotEqual(text, known);
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["rules"]);
        File.Copy(ObservabilityFolder.At(RuleFile.Path), folder[RuleFile.Path]);
        File.WriteAllText(folder["prometheus.yml"], known);

        (int code, string output) = Promtool.Run("check", "config", "--lint=all", "--lint-fatal", folder["prometheus.yml"]);

        Assert.True(code == 0, output);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_WhenRead_SaysHowBadItIsAndWhatHelps(string name)
    {
        Rule alert = RuleFile.Read().Alerts.Single(rule => rule.Alert == name);

        Assert.StartsWith("Fds", name, StringComparison.Ordinal);
        Assert.NotNull(alert.For);
        Assert.Contains(alert.Labels["severity"], Severities);
        Assert.NotEmpty(alert.Annotations["summary"]);
        Assert.NotEmpty(alert.Annotations["description"]);
        Assert.Equal($"{Runbooks}#{name.ToLowerInvariant()}", alert.Annotations["runbook"]);
    }

    [Fact]
    public void Runbooks_WhenListed_AreThoseOfTheAlerts()
    {
        string[] headings = [.. Heading().Matches(File.ReadAllText(Path.Combine(SharedFolder.Checkout, Runbooks))).Select(match => match.Groups[1].Value)];

        Assert.Equal(RuleFile.Read().Alerts.Select(rule => rule.Alert!), headings);
    }

    [Fact]
    public void Recordings_WhenNamed_SayLevelMetricAndOperation() =>
        Assert.All(RuleFile.Read().Recordings, rule => Assert.Matches("^job[a-z_]*:fds_[a-z_]+:[a-z0-9_]+$", rule.Record));

    [Fact]
    public void Tests_WhenRead_NameEveryRule()
    {
        string tests = ObservabilityFolder.Read(Tests);

        Assert.All(RuleFile.Read().Recordings, rule => Assert.Contains($"expr: {rule.Record}", tests, StringComparison.Ordinal));
        foreach (string name in RuleFile.Read().Alerts.Select(rule => rule.Alert!))
        {
            // Silent without anything to read, silent before its time, and firing after it.
            Assert.Matches($"alertname: {name}, exp_alerts: \\[\\]", tests);
            Assert.Matches($"alertname: {name}\n +exp_alerts:\n +- exp_labels:", tests);
            Assert.True(Regex.Count(tests, $"alertname: {name}, exp_alerts: \\[\\]") >= 2, $"{name} is not shown to wait before it fires.");
        }
    }

    [GeneratedRegex("^## (Fds.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("    kubernetes_sd_configs:\n(      .*\n)+")]
    private static partial Regex Discovery();
}
