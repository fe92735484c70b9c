using System.Net;
using Fds.Grains.Storage.PostgreSql;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Hosting;

/// <summary>Checks of a cluster's settings that attributes cannot express. Messages never repeat a connection string, because it may hold a password.</summary>
internal sealed class FdsClusterOptionsValidator : IValidateOptions<FdsClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, FdsClusterOptions options)
    {
        List<string> failures = [];
        if (options.IsClustered && Database.WhyUnusable(options.ConnectionString!) is { } reason)
        {
            failures.Add($"{FdsClusterOptions.Section}:{nameof(options.ConnectionString)} must be a PostgreSQL connection string such as 'Host=db;Username=fds;Database=fds', but {reason}.");
        }

        if (options.ListenAddress is { Length: > 0 } address && !IPAddress.TryParse(address, out _))
        {
            failures.Add($"{FdsClusterOptions.Section}:{nameof(options.ListenAddress)} must be an IP address, e.g. 0.0.0.0, but is '{address}'.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
