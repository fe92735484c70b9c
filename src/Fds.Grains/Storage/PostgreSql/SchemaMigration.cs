using Fds.Contracts.Faults;
using Fds.Grains.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Fds.Grains.Storage.PostgreSql;

/// <summary>
/// Brings the database's schema up to the version of this program: step by step, each in a transaction of its own that also records
/// it, under an advisory lock, so that any number of silos may start at once.
/// </summary>
internal sealed partial class SchemaMigration(IOptions<FdsClusterOptions> options, TimeProvider time, ILogger<SchemaMigration> log)
{
    /// <summary>Key of the advisory lock; any number that nobody else in the database uses.</summary>
    private const long LockKey = 0x0FD5_0001;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Applies what is missing, waiting for the database as long as the settings say.</summary>
    /// <returns>The versions before and after.</returns>
    /// <exception cref="DatabaseException">The database cannot be reached, refuses, or is of a later version.</exception>
    public async Task<(int Before, int After)> Run(CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await Apply(cancellationToken);
            }
            catch (Exception e) when (Database.Passes(e) && time.GetElapsedTime(started) < options.Value.DatabaseWait)
            {
                LogWaiting(e.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (Exception e) when (e is not (DatabaseException or OperationCanceledException))
            {
                throw new DatabaseException($"The database cannot be used: {Database.Reason(e)}. Check {FdsClusterOptions.Section}:{nameof(FdsClusterOptions.ConnectionString)} and the rights of its user.", e);
            }
        }
    }

    private async Task<(int Before, int After)> Apply(CancellationToken cancellationToken)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(Database.Complete(options.Value.ConnectionString!));
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
        await Execute(connection, $"SELECT pg_advisory_lock({LockKey})", cancellationToken);
        string schema = new NpgsqlConnectionStringBuilder(connection.ConnectionString).SearchPath!.Split(',')[0].Trim().Trim('"');
        int before = await Version(connection, schema, cancellationToken);
        int newest = SchemaStep.All[^1].Version;
        if (before > newest)
        {
            throw new DatabaseException($"The database's schema has version {before}, but this program knows versions up to {newest}. Use a newer program, or another database.");
        }

        try
        {
            await Change(connection, schema, before, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseException($"The tables in the schema '{schema}' have version {before} (0 means that there are none), but this program needs version {newest}, and the database's user may not change them: {e.MessageText}. Run fds-silo migrate under a user that may.", e);
        }

        // Closing the session would release the lock too, but a pooled session lives on.
        await Execute(connection, $"SELECT pg_advisory_unlock({LockKey})", cancellationToken);
        return (before, newest);
    }

    /// <summary>Applies the missing steps. If none is missing, no statement needs more rights than those to use the tables.</summary>
    private async Task Change(NpgsqlConnection connection, string schema, int before, CancellationToken cancellationToken)
    {
        if (before == 0)
        {
            await Prepare(connection, schema, cancellationToken);
        }

        foreach (SchemaStep step in SchemaStep.All.Where(step => step.Version > before))
        {
            await Apply(connection, step, cancellationToken);
            LogApplied(step.Version, step.Name);
        }
    }

    /// <summary>Schema and table of versions. A schema that is there already needs no right to create one.</summary>
    private static async Task Prepare(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand find = new("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", connection) { Parameters = { new() { Value = schema } } };
        if (!(bool)(await find.ExecuteScalarAsync(cancellationToken))!)
        {
            await Execute(connection, $"CREATE SCHEMA \"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", cancellationToken);
        }

        await Execute(connection, "CREATE TABLE IF NOT EXISTS fds_schema (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())", cancellationToken);
    }

    /// <summary>The version of the tables; 0 if there are none.</summary>
    private static async Task<int> Version(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand find = new("SELECT to_regclass(format('%I.fds_schema', $1)) IS NOT NULL", connection) { Parameters = { new() { Value = schema } } };
        if (!(bool)(await find.ExecuteScalarAsync(cancellationToken))!)
        {
            return 0;
        }

        await using NpgsqlCommand newest = new("SELECT COALESCE(MAX(version), 0) FROM fds_schema", connection);
        return (int)(await newest.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task Apply(NpgsqlConnection connection, SchemaStep step, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(connection, step.Sql, cancellationToken);
        await using NpgsqlCommand record = new("INSERT INTO fds_schema (version, name) VALUES ($1, $2)", connection)
        {
            Parameters = { new() { Value = step.Version }, new() { Value = step.Name } },
        };
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // The text consists only of our own constants, embedded files and the schema's quoted name.
#pragma warning disable CA2100
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
