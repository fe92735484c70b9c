using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>Plain scalars of YAML's core schema.</summary>
internal static class Scalars
{
    private const string TextTag = "tag:yaml.org,2002:str";

    /// <summary>The text of an unquoted scalar; null for anything else, and for one whose tag makes it a text.</summary>
    public static string? Plain(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } value } && !IsTagged(node) ? value : null;

    /// <summary>What a rule would read if a scalar were not made a text by quotes or a tag, as a hint; nothing where that is not what is wrong.</summary>
    public static string QuotesHint<T>(ValueRule<T> rule, YamlNode node) =>
        node is YamlScalarNode { Value: { } value } && Plain(node) is null && rule.TryRead(OfText(value.Trim()), out _)
            ? $" {Maker(node)} it a text: write {value.Trim()}."
            : "";

    /// <summary>An unquoted scalar.</summary>
    public static YamlScalarNode OfText(string text) => new(text) { Style = ScalarStyle.Plain };

    /// <summary>Whether a node is YAML's null.</summary>
    public static bool IsNull(YamlNode node) => Plain(node) is "" or "~" or "null" or "Null" or "NULL";

    private static string Maker(YamlNode node) => node switch
    {
        _ when IsTagged(node) => "The tag !!str makes",
        YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } => "The block makes",
        _ => "The quotes make",
    };

    private static bool IsTagged(YamlNode node) => !node.Tag.IsEmpty && node.Tag.Value == TextTag;
}
