using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>What one field's value may be: how it is read, how it is said to people, and how it is said to editors.</summary>
internal abstract class ValueRule<T>
{
    /// <summary>What is allowed, e.g. <c>a whole number from 1 to 100</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>A valid value, used where a required field has none to go on with.</summary>
    public abstract T Example { get; }

    /// <summary>The value of a node.</summary>
    /// <returns>False where it is not allowed.</returns>
    public abstract bool TryRead(YamlNode node, out T value);

    /// <summary>Which part of a value that is not allowed is to blame, and what is allowed in its place.</summary>
    public virtual (YamlNode Culprit, string Expected) Blame(YamlNode node) => (node, Expected);

    /// <summary>More to say about a value that is not allowed, beginning with a space; or nothing.</summary>
    public virtual string Hint(YamlNode node) => "";

    /// <summary>The fields that a value may have; none of most.</summary>
    public virtual IReadOnlyList<FieldPart> Within => [];

    /// <summary>The rule as JSON Schema.</summary>
    public abstract JsonObject Schema();

    /// <summary>A default as JSON.</summary>
    public virtual JsonNode? ToJson(T value) => JsonValue.Create(value);
}
