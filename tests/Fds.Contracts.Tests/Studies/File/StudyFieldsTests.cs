using System.Text.Json.Nodes;
using Fds.Contracts.Studies.File;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>Every field is explained, from the rules that reading and the schema follow.</summary>
public sealed class StudyFieldsTests
{
    [Fact]
    public void Fields_AreThoseOfTheSchema_AndEachIsExplained()
    {
        string[] inSchema = [.. Paths(JsonNode.Parse(StudyFileSchema.Json)!.AsObject(), "").Distinct().Order(StringComparer.Ordinal)];
        FieldNote[] notes = [.. StudyFields.File.All().Where(note => note.Path.Length > 0)];

        Assert.True(inSchema.Length > 150, $"{inSchema.Length} fields");
        Assert.Equal(inSchema, notes.Select(note => note.Path).Order(StringComparer.Ordinal));
        Assert.All(notes, note => Assert.True(note.Description.Length > 5 && note.Description[^1] is '.' or '…' && note.Type.Length > 0, note.Path));
        Assert.All(notes.Where(note => note.Type != "section"), note => Assert.False(string.IsNullOrEmpty(note.Allowed), note.Path));
    }

    [Fact]
    public void Field_HasTypeDefaultAndWhatIsAllowed()
    {
        FieldNote range = Assert.Single(StudyFields.Find("spec.hyperparameters.learningRate.range"));
        Assert.Equal(("list", "[0,1]", "a list of 2 values, each a number from 0 to 100", false), (range.Type, range.Default, range.Allowed, range.Required));
        FieldNote batch = Assert.Single(StudyFields.Find("inner.batchSize"));
        Assert.Equal(("whole number", null, "a whole number from 1 to 1000000", true), (batch.Type, batch.Default, batch.Allowed, batch.Required));
        FieldNote groups = Assert.Single(StudyFields.Find("groups"));
        Assert.Equal(["name", "parameters", "learningRate", "momentum", "weightDecay", "beta1", "beta2"], groups.Fields.Select(field => field.Name));
        Assert.Equal("spec.groups.momentum.windows", Assert.Single(StudyFields.Find("groups.momentum.windows")).Path);
        FieldNote mode = Assert.Single(StudyFields.Find("spec.inner.mode"));
        Assert.Equal(("word", "auto", "one of auto, forward, reverse"), (mode.Type, mode.Default, mode.Allowed));
    }

    [Fact]
    public void Find_OfANameInSeveralPlaces_FindsThemAll()
    {
        Assert.Contains("spec.hyperparameters.momentum.windows", StudyFields.Find("windows").Select(field => field.Path));
        Assert.Contains("spec.groups.momentum.windows", StudyFields.Find("windows").Select(field => field.Path));
        Assert.Empty(StudyFields.Find("window"));
        Assert.Same(StudyFields.File, Assert.Single(StudyFields.Find("")));
    }

    private static IEnumerable<string> Paths(JsonObject schema, string path)
    {
        foreach ((string name, JsonNode? field) in schema["properties"] as JsonObject ?? [])
        {
            yield return path + name;
            foreach (string inner in Paths(field!.AsObject(), $"{path}{name}."))
            {
                yield return inner;
            }
        }

        IEnumerable<JsonNode?> variants = [.. schema["anyOf"] as JsonArray ?? [], .. schema["items"] is JsonObject items ? [items] : Array.Empty<JsonNode?>()];
        foreach (string inner in variants.OfType<JsonObject>().SelectMany(variant => Paths(variant, path)))
        {
            yield return inner;
        }
    }
}
