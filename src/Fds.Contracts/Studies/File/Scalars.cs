using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>Plain scalars of YAML's core schema.</summary>
internal static class Scalars
{
    /// <summary>The text of an unquoted scalar; null for anything else.</summary>
    public static string? Plain(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } value } ? value : null;

    /// <summary>Whether a node is YAML's null.</summary>
    public static bool IsNull(YamlNode node) => Plain(node) is "" or "~" or "null" or "Null" or "NULL";
}
