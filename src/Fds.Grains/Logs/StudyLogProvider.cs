using System.Data.Common;
using Fds.Contracts.Logs;
using Fds.Grains.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Logs;

/// <summary>A place for log lines beside the console's: what is said about studies, for consoles to read.</summary>
[ProviderAlias("Studies")]
internal sealed class StudyLogProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly StudyLogRing ring;
    private readonly IOptions<FdsSiloOptions> options;
    private readonly Lazy<LogRedaction> redaction;
    private readonly StudyLogger logger;

    public StudyLogProvider(StudyLogRing ring, IOptions<FdsSiloOptions> options, IOptions<FdsClusterOptions> cluster)
    {
        this.ring = ring;
        this.options = options;

        // Loggers are made before settings are checked, so that settings are read with the first line.
        redaction = new(() => new(SecretsOf(cluster.Value.ConnectionString)));
        logger = new(this);
    }

    /// <summary>The scopes that lines are in.</summary>
    public IExternalScopeProvider? Scopes { get; private set; }

    /// <summary>This silo's name.</summary>
    public string Silo => options.Value.SiloName;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => logger;

    /// <summary>A message as a console may see it.</summary>
    public string Clean(string message, Exception? exception) => redaction.Value.Clean(message, exception);

    /// <summary>Keeps a line.</summary>
    public void Keep(LogLine line) => ring.Add(line);

    public void Dispose()
    {
    }

    /// <summary>The values in a connection string that are nobody's business, and the string itself.</summary>
    internal static IEnumerable<string> SecretsOf(string? connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
        {
            return [];
        }

        DbConnectionStringBuilder parts = [];
        try
        {
            parts.ConnectionString = connection;
        }
        catch (ArgumentException)
        {
            return [connection];
        }

        return
        [
            connection,
            .. parts.Keys.Cast<string>().Where(key => key.Contains("password", StringComparison.OrdinalIgnoreCase) || key.Equals("pwd", StringComparison.OrdinalIgnoreCase)).Select(key => parts[key].ToString() ?? ""),
        ];
    }
}
