using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Fds.Observability.Tests.Rules;

/// <summary>The file of rules.</summary>
internal sealed class RuleFile
{
    public const string Path = "rules/fds.rules.yml";

    public List<RuleGroup> Groups { get; set; } = [];

    public static RuleFile Read() =>
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<RuleFile>(ObservabilityFolder.Read(Path));

    public IEnumerable<Rule> Alerts => All.Where(rule => rule.Alert is not null);

    public IEnumerable<Rule> Recordings => All.Where(rule => rule.Record is not null);

    private IEnumerable<Rule> All => Groups.SelectMany(group => group.Rules);
}
