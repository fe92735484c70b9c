using System.Text.Json.Nodes;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Contracts.Tests.Studies.File;

/// <summary>The published schema is the one that reading follows.</summary>
public sealed class StudyFileSchemaTests
{
    private static readonly string Published = Path.Combine(SharedFolder.Checkout, "docs", "study.schema.json");

    [Fact]
    public void Schema_AsPublished_IsTheReaders()
    {
        if (Environment.GetEnvironmentVariable("FDS_UPDATE_SCHEMA") == "1")
        {
            System.IO.File.WriteAllText(Published, StudyFileSchema.Json);
        }

        Assert.True(System.IO.File.ReadAllText(Published) == StudyFileSchema.Json, "docs/study.schema.json is out of date: run this test with FDS_UPDATE_SCHEMA=1.");
    }

    [Fact]
    public void Schema_DescribesRequiredFieldsAndBounds()
    {
        JsonObject schema = JsonNode.Parse(StudyFileSchema.Json)!.AsObject();
        Assert.Equal(["apiVersion", "kind", "metadata", "spec"], schema["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        JsonNode spec = schema["properties"]!["spec"]!;
        Assert.Equal(["inner", "data", "model", "hyperparameters"], spec["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        JsonNode batch = spec["properties"]!["inner"]!["properties"]!["batchSize"]!;
        Assert.Equal(("integer", 1, 1_000_000), (batch["type"]!.GetValue<string>(), batch["minimum"]!.GetValue<long>(), batch["maximum"]!.GetValue<long>()));
        Assert.False(spec["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(10, spec["properties"]!["outer"]!["properties"]!["steps"]!["default"]!.GetValue<long>());
    }

    [Fact]
    public void Schema_DescribesEveryField()
    {
        List<string> bare = [];
        Visit(JsonNode.Parse(StudyFileSchema.Json)!.AsObject(), "");
        Assert.Empty(bare);

        void Visit(JsonObject section, string path)
        {
            foreach ((string name, JsonNode? field) in section["properties"]!.AsObject())
            {
                if (string.IsNullOrWhiteSpace(field!["description"]?.GetValue<string>()))
                {
                    bare.Add(path + name);
                }

                if (field["properties"] is not null)
                {
                    Visit(field.AsObject(), $"{path}{name}.");
                }
            }
        }
    }
}
