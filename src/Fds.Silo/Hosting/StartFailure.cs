using System.Net.Sockets;
using System.Text.Json;
using Fds.Contracts.Faults;
using Fds.Core;
using Fds.Grains.Hosting;
using Fds.Silo.Ports;
using Fds.Transport.Certificates;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Fds.Silo.Hosting;

/// <summary>Why a silo did not start, in words for whoever started it.</summary>
/// <param name="Message">What is wrong and what to change.</param>
internal sealed record StartFailure(string Message)
{
    private const string Details = "Start it with --Logging:LogLevel:Default=Debug to see the details.";

    /// <summary>The message of the first exception in the chain of causes that has one for users.</summary>
    public static StartFailure Of(Exception exception)
    {
        Exception[] chain = [.. Chain(exception)];
        if (chain.Select(Known).FirstOrDefault(words => words is not null) is { } known)
        {
            return new(known);
        }

        string? plain = chain.Select(FaultText.Plain).FirstOrDefault(words => words is not null);
        return new(plain is null ? $"This silo cannot start, for an unknown reason. {Details}" : $"This silo cannot start: {plain}. {Details}");
    }

    /// <summary>Writes the reason to standard error, and all details if debugging is on.</summary>
    /// <returns>Why.</returns>
    public static async Task<string> Tell(Exception exception, string[] args)
    {
        StartFailure failure = Of(exception);
        await Console.Error.WriteLineAsync($"fds-silo: {failure.Message}");
        IConfiguration configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        if (configuration["Logging:LogLevel:Default"] is "Debug" or "Trace")
        {
            await Console.Error.WriteLineAsync(exception.ToString());
        }

        return failure.Message;
    }

    private static string? Known(Exception exception) => exception switch
    {
        OptionsValidationException invalid => string.Join(" ", invalid.Failures),
        FdsException or StateFolderException or DatabaseException or ClusterAddressException or PodException or PortException or CommandLineException or CertificateException => exception.Message,
        InvalidDataException { InnerException: { } cause } file when file.Message.StartsWith("Failed to load configuration", StringComparison.Ordinal) => $"{file.Message.TrimEnd('.')}: {WhyUnreadable(cause)}.",
        OrleansConfigurationException => FaultText.OneLine(exception.Message),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => $"A port is taken by another process; choose others with {FdsSiloOptions.Section}:{nameof(SiloNetworkOptions.SiloPort)}, {FdsSiloOptions.Section}:{nameof(SiloNetworkOptions.GatewayPort)} and {FdsSiloOptions.Section}:{nameof(SiloNetworkOptions.HttpPort)}.",
        _ => null,
    };

    private static string WhyUnreadable(Exception cause) => Chain(cause).OfType<JsonException>().FirstOrDefault() is { LineNumber: { } line } json
        ? $"it is not JSON, see line {line + 1}, byte {json.BytePositionInLine + 1}"
        : FaultText.OneLine(cause.Message).TrimEnd('.');

    /// <summary>An exception and its causes, of which several may be side by side.</summary>
    private static IEnumerable<Exception> Chain(Exception exception)
    {
        IEnumerable<Exception> causes = exception is AggregateException several ? several.InnerExceptions : exception.InnerException is { } cause ? [cause] : [];
        return causes.SelectMany(Chain).Prepend(exception);
    }
}
