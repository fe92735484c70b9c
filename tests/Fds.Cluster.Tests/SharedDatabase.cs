using Fds.Cluster.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedDatabase))]

namespace Fds.Cluster.Tests;

/// <summary>A PostgreSQL for all tests that leave it running: each takes a schema of its own.</summary>
public sealed class SharedDatabase : IAsyncDisposable
{
    private readonly Lazy<Task<PostgreSqlServer>> server = new(PostgreSqlServer.Start);

    /// <summary>The connection string of a schema; skips the test where there can be no database.</summary>
    internal async Task<string> Schema(string name)
    {
        Assert.SkipWhen(PostgreSqlServer.WhyImpossible() is not null, PostgreSqlServer.WhyImpossible() ?? "");
        return $"{(await server.Value).ConnectionString};Search Path={name}";
    }

    /// <summary>The only value of a query.</summary>
    internal async Task<string> Ask(string sql) => await (await server.Value).Ask(sql);

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
        {
            await (await server.Value).DisposeAsync();
        }
    }
}
