using System.Net.Sockets;
using Fds.Contracts.Faults;
using Npgsql;

namespace Fds.Grains.Storage.PostgreSql;

/// <summary>Connection strings of the database, and which of its faults are transient.</summary>
internal static class Database
{
    /// <summary>The schema that holds all tables, unless the connection string's search path names another.</summary>
    public const string DefaultSchema = "fds";

    private const int ConnectSeconds = 5;
    private const int CommandSeconds = 10;
    private const int KeepAliveSeconds = 10;

    /// <summary>Classes of SQLSTATE that say nothing about the statement: connection lost, resources used up, server shutting down or starting.</summary>
    private static readonly string[] PassingStates = ["08", "53", "57P"];

    /// <summary>Why a text is no connection string, or null where it is one.</summary>
    public static string? WhyUnusable(string connectionString)
    {
        try
        {
            NpgsqlConnectionStringBuilder parts = new(connectionString);
            return string.IsNullOrEmpty(parts.Host) ? "it names no Host" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            return "it cannot be read as one";
        }
    }

    /// <summary>
    /// A connection string completed with our defaults: time-outs that suit a silo's turns, the schema, and no Kerberos, whose
    /// library the images lack and which would be tried first.
    /// </summary>
    public static string Complete(string connectionString)
    {
        NpgsqlConnectionStringBuilder parts = new(connectionString);
        SetDefault(parts, "Timeout", ConnectSeconds);
        SetDefault(parts, "Command Timeout", CommandSeconds);
        SetDefault(parts, "Keepalive", KeepAliveSeconds);
        SetDefault(parts, "Search Path", DefaultSchema);
        SetDefault(parts, "Application Name", "fds-silo");
        SetDefault(parts, "GSS Encryption Mode", GssEncryptionMode.Disable);
        return parts.ConnectionString;
    }

    /// <summary>Whether the same call may succeed a little later.</summary>
    public static bool Passes(Exception fault) => fault switch
    {
        PostgresException answer => answer.IsTransient || PassingStates.Any(state => answer.SqlState.StartsWith(state, StringComparison.Ordinal)),
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        AggregateException several => several.InnerExceptions.All(Passes),
        _ => fault.InnerException is not null && Passes(fault.InnerException),
    };

    /// <summary>What went wrong, as the rest of a sentence without a full stop.</summary>
    public static string Reason(Exception fault) => fault switch
    {
        PostgresException answer => $"{FaultText.OneLine(answer.MessageText)} ({answer.SqlState})",
        // "Exception while reading from stream" explains nothing; its cause does.
        _ when !fault.Message.StartsWith("Exception ", StringComparison.Ordinal) && FaultText.Plain(fault) is { } words => words,
        { InnerException: { } cause } => Reason(cause),
        _ => "the connection broke",
    };

    private static void SetDefault(NpgsqlConnectionStringBuilder parts, string keyword, object value)
    {
        if (!parts.ContainsKey(keyword) || !parts.ShouldSerialize(keyword))
        {
            parts[keyword] = value;
        }
    }
}
