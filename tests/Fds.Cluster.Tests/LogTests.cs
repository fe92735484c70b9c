using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fds.Cluster.Tests.Processes;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>What a real silo writes to standard error.</summary>
public sealed partial class LogTests
{
    [Fact]
    public async Task Logs_WhenJsonIsAskedFor_AreOneObjectALineWithEventStudyAndScopes()
    {
        string[] lines = await LogOfAStudy("--Logging:Console:FormatterName=json");

        JsonElement[] entries = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.All(entries, entry =>
        {
            Assert.True(DateTimeOffset.TryParse(entry.GetProperty("Timestamp").GetString(), CultureInfo.InvariantCulture, out _));
            Assert.All((string[])["LogLevel", "Category", "Message"], name => Assert.NotEqual("", entry.GetProperty(name).GetString()));
        });
        JsonElement submitted = entries.First(entry => Event(entry) == 1000);
        Assert.Equal(("logged", "Submitted"), (submitted.GetProperty("State").GetProperty("Study").GetString(), submitted.GetProperty("State").GetProperty("Kind").GetString()));
        JsonElement reported = entries.First(entry => Event(entry) == 2010);
        Assert.Contains(reported.GetProperty("Scopes").EnumerateArray(), scope => scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty("Study", out JsonElement study) && study.GetString() == "logged");
    }

    [Fact]
    public async Task Logs_WhenNothingIsSaid_AreOneLineEachForPeople() => Assert.All(await LogOfAStudy(), line => Assert.Matches(Line(), line));

    private static int Event(JsonElement entry) => entry.GetProperty("EventId").GetInt32();

    private static async Task<string[]> LogOfAStudy(params string[] settings)
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: ["--Fds:Slots=1", "--Fds:ThreadsPerSlot=1", .. settings]);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study("logged").Submit(Studies.Quadratic("logged"));
        await cluster.Result("logged");
        await silo.Terminate();
        return (await silo.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (info|warn|fail): ")]
    private static partial Regex Line();
}
