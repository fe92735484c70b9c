using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>One of several names. Names that are known but not available are refused with the reason.</summary>
internal sealed class ChoiceRule<T>(IReadOnlyDictionary<string, T> choices, IReadOnlyDictionary<string, string>? unavailable = null) : ValueRule<T>
    where T : notnull
{
    public override string Expected => ExpectedText.OneOf([.. choices.Keys]);

    public override T Example => choices.Values.First();

    public override bool TryRead(YamlNode node, out T value)
    {
        bool known = choices.TryGetValue((node as YamlScalarNode)?.Value ?? "", out T? found);
        value = known ? found! : Example;
        return known;
    }

    public override string Hint(YamlNode node)
    {
        string name = (node as YamlScalarNode)?.Value ?? "";
        if (NearestName.Find(name, choices.Keys) is null && OddCharacters.Hint(name) is { Length: > 0 } odd)
        {
            return odd;
        }

        return unavailable is not null && unavailable.TryGetValue(name, out string? reason) ? $" '{name}' {reason}." : NearestName.Hint(name, choices.Keys);
    }

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. choices.Keys.Select(name => JsonValue.Create(name))]) };

    public override JsonNode? ToJson(T value) => JsonValue.Create(choices.First(choice => choice.Value.Equals(value)).Key);
}
