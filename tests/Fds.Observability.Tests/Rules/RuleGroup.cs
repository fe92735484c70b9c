namespace Fds.Observability.Tests.Rules;

/// <summary>Rules that are evaluated one after the other.</summary>
internal sealed class RuleGroup
{
    public string Name { get; set; } = "";

    public List<Rule> Rules { get; set; } = [];
}
