using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>fds-silo migrate against a real PostgreSQL, in schemas of its own.</summary>
public sealed class MigrationTests(SharedDatabase database)
{
    private const int Steps = 3;

    [Fact]
    public async Task Migrate_WhenRunTwice_ChangesNothingTheSecondTime()
    {
        string connection = await database.Schema("twice");

        Assert.Equal((0, $"The schema now has version {Steps}; before it had version 0.\n"), await Migrate(connection));
        string before = await database.Ask("SELECT string_agg(version || ' ' || name || ' ' || applied_at, ', ' ORDER BY version) FROM twice.fds_schema");
        Assert.Equal((0, $"The schema already has version {Steps}.\n"), await Migrate(connection));
        Assert.Equal(before, await database.Ask("SELECT string_agg(version || ' ' || name || ' ' || applied_at, ', ' ORDER BY version) FROM twice.fds_schema"));
    }

    [Fact]
    public async Task Migrate_WhenRunByManyAtOnce_IsDoneByOne()
    {
        string connection = await database.Schema("many");
        (int Code, string Output)[] ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrate(connection)));

        Assert.All(ends, end => Assert.True(end.Code == 0, end.Output));
        Assert.Single(ends, end => end.Output.Contains("before it had version 0", StringComparison.Ordinal));
        Assert.Equal($"{Steps}", await database.Ask("SELECT count(*) FROM many.fds_schema"));
    }

    [Fact]
    public async Task Migrate_WhenAStepIsMissing_AppliesThatAlone()
    {
        string connection = await database.Schema("partly");
        await Migrate(connection);
        await database.Ask("""
            DROP TABLE partly.fds_reminder;
            DELETE FROM partly.OrleansQuery WHERE QueryKey LIKE '%Reminder%' OR QueryKey LIKE '%RangeRows%';
            DELETE FROM partly.fds_schema WHERE version = 3;
            """);

        Assert.Equal((0, $"The schema now has version {Steps}; before it had version 2.\n"), await Migrate(connection));
        Assert.Equal("0", await database.Ask("SELECT count(*) FROM partly.fds_reminder"));
    }

    [Fact]
    public async Task Migrate_WhenTheSchemaIsOfALaterProgram_IsRefused()
    {
        string connection = await database.Schema("later");
        await Migrate(connection);
        await database.Ask("INSERT INTO later.fds_schema (version, name) VALUES (99, 'of a later program')");

        (int code, string output) = await Migrate(connection);
        Assert.Equal(1, code);
        Assert.Contains($"has version 99, but this program knows versions up to {Steps}", output, StringComparison.Ordinal);
    }

    /// <summary>One user may change tables, another only use them, as docs/clusters.md says.</summary>
    [Fact]
    public async Task Silo_WhenItsUserMayOnlyUseTheTables_RunsStudiesOnceTheyAreThere()
    {
        string owner = await database.Schema("shared");
        string user = await Restrict(owner, "shared");

        (int code, string output) = await Migrate(user);
        Assert.Equal(1, code);
        Assert.StartsWith($"fds-silo: The tables in the schema 'shared' have version 0 (0 means that there are none), but this program needs version {Steps}, and the database's user may not change them: permission denied", output, StringComparison.Ordinal);
        Assert.EndsWith("Run fds-silo migrate under a user that may.\n", output, StringComparison.Ordinal);
        await Migrate(owner);
        Assert.Equal((0, $"The schema already has version {Steps}.\n"), await Migrate(user));

        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: [$"--Fds:Cluster:ConnectionString={user}", .. QuickCluster.Settings, .. QuickCluster.Detection]);
        Assert.True(silo.IsReady, silo.Handshake.ToString());
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study("small").Submit(Studies.Small("small", outerSteps: 1, innerSteps: 20, retrainings: 0));
        Assert.Equal(StudyState.Succeeded, (await cluster.Result("small")).Status.State);
        Assert.Equal(0, await silo.Terminate());
    }

    [Fact]
    public async Task Migrate_WhenItsUserMayNotMakeTheSchema_SaysSo()
    {
        string user = await Restrict(await database.Schema("elsewhere"), "elsewhere");

        (int code, string output) = await Migrate(user.Replace("elsewhere;", "absent;", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.Contains("The tables in the schema 'absent' have version 0 (0 means that there are none)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_WhenTablesAreOfAnEarlierProgramAndItsUserMayNotChangeThem_SaysWhichVersionIsNeeded()
    {
        string owner = await database.Schema("earlier");
        string user = await Restrict(owner, "earlier");
        await Migrate(owner);
        await database.Ask("DELETE FROM earlier.fds_schema WHERE version = 3; DROP TABLE earlier.fds_reminder");

        (int code, string output) = await Migrate(user);
        Assert.Equal(1, code);
        Assert.Contains($"The tables in the schema 'earlier' have version 2 (0 means that there are none), but this program needs version {Steps}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_WhenItsUserMayNotEvenRead_SaysWhatIsDenied()
    {
        string owner = await database.Schema("closed");
        string user = await Restrict(owner, "closed");
        await Migrate(owner);
        await database.Ask("REVOKE ALL ON SCHEMA closed FROM closed_user");

        (int code, string output) = await Migrate(user);
        Assert.Equal(1, code);
        Assert.Contains("permission denied for schema closed (42501). Check Fds:Cluster:ConnectionString and the rights of its user.", output, StringComparison.Ordinal);
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

    /// <summary>Makes the schema, and a user that may use the tables that come into it.</summary>
    /// <returns>The connection string of that user.</returns>
    private async Task<string> Restrict(string owner, string schema)
    {
        await database.Ask($"""
            CREATE SCHEMA {schema};
            CREATE ROLE {schema}_user LOGIN;
            GRANT USAGE ON SCHEMA {schema} TO {schema}_user;
            ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {schema}_user;
            """);
        return $"{owner};Username={schema}_user";
    }

    private static Task<(int Code, string Output)> Migrate(string connection, params string[] settings) =>
        SiloProcess.Migrate([$"--Fds:Cluster:ConnectionString={connection}", .. settings]);
}
