using Fds.Cluster.Tests.Processes;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>fds-silo migrate against a real PostgreSQL, in schemas of its own.</summary>
[Collection(TwoSilosTests.Name)]
public sealed class MigrationTests(TwoSilos silos)
{
    private const int Steps = 3;

    [Fact]
    public async Task Migrate_WhenRunTwice_ChangesNothingTheSecondTime()
    {
        string connection = Connection("twice");

        Assert.Equal((0, $"The schema is now of version {Steps}; it was of version 0.\n"), await Migrate(connection));
        string before = await silos.Database.Ask("SELECT string_agg(version || ' ' || name || ' ' || applied_at, ', ' ORDER BY version) FROM twice.fds_schema");
        Assert.Equal((0, $"The schema is of version {Steps} already.\n"), await Migrate(connection));
        Assert.Equal(before, await silos.Database.Ask("SELECT string_agg(version || ' ' || name || ' ' || applied_at, ', ' ORDER BY version) FROM twice.fds_schema"));
    }

    [Fact]
    public async Task Migrate_WhenRunByManyAtOnce_IsDoneByOne()
    {
        string connection = Connection("many");
        (int Code, string Output)[] ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrate(connection)));

        Assert.All(ends, end => Assert.True(end.Code == 0, end.Output));
        Assert.Single(ends, end => end.Output.Contains("it was of version 0", StringComparison.Ordinal));
        Assert.Equal($"{Steps}", await silos.Database.Ask("SELECT count(*) FROM many.fds_schema"));
    }

    [Fact]
    public async Task Migrate_WhenAStepIsMissing_AppliesThatAlone()
    {
        string connection = Connection("partly");
        await Migrate(connection);
        await silos.Database.Ask("""
            DROP TABLE partly.fds_reminder;
            DELETE FROM partly.OrleansQuery WHERE QueryKey LIKE '%Reminder%' OR QueryKey LIKE '%RangeRows%';
            DELETE FROM partly.fds_schema WHERE version = 3;
            """);

        Assert.Equal((0, $"The schema is now of version {Steps}; it was of version 2.\n"), await Migrate(connection));
        Assert.Equal("0", await silos.Database.Ask("SELECT count(*) FROM partly.fds_reminder"));
    }

    [Fact]
    public async Task Migrate_WhenTheSchemaIsOfALaterProgram_IsRefused()
    {
        string connection = Connection("later");
        await Migrate(connection);
        await silos.Database.Ask("INSERT INTO later.fds_schema (version, name) VALUES (99, 'of a later program')");

        (int code, string output) = await Migrate(connection);
        Assert.Equal(1, code);
        Assert.Contains($"is of version 99, but this program knows versions up to {Steps}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "name one with Fds:Cluster:ConnectionString")]
    [InlineData("Username=fds;Password=secret", "it names no Host")]
    [InlineData("Host=db;Port=many;Password=secret", "it cannot be read as one")]
    [InlineData("Host=127.0.0.1;Port=1;Username=fds;Password=secret;Timeout=1", "The database cannot be used")]
    public async Task Migrate_WhenThereIsNoUsableDatabase_SaysWhyAndNotThePassword(string connection, string reason)
    {
        (int code, string output) = await Migrate(connection, "--Fds:Cluster:DatabaseWait=00:00:00");

        Assert.Equal(1, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private string Connection(string schema)
    {
        silos.RequireDatabase();
        return $"{silos.Database.ConnectionString};Search Path={schema}";
    }

    private static Task<(int Code, string Output)> Migrate(string connection, params string[] settings) =>
        SiloProcess.Migrate([$"--Fds:Cluster:ConnectionString={connection}", .. settings]);
}
