using YamlDotNet.Serialization;

namespace Fds.Observability.Tests.Rules;

/// <summary>A rule as Prometheus reads it: an alert or a recording.</summary>
internal sealed class Rule
{
    public string? Alert { get; set; }

    public string? Record { get; set; }

    public string Expr { get; set; } = "";

    public string? For { get; set; }

    [YamlMember(Alias = "keep_firing_for")]
    public string? KeepFiringFor { get; set; }

    public Dictionary<string, string> Labels { get; set; } = [];

    public Dictionary<string, string> Annotations { get; set; } = [];
}
