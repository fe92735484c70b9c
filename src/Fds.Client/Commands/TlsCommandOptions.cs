using System.CommandLine;
using Fds.Client.Connections;
using Fds.Transport.Certificates;

namespace Fds.Client.Commands;

/// <summary>The options of every command that talks to a cluster that name its certificates.</summary>
internal sealed class TlsCommandOptions
{
    private static readonly string[] Descriptions =
    [
        "PEM file of the cluster's certificate authority; default: FDS_TLS_AUTHORITY, then the config file.",
        "PEM file of your certificate (OU client); default: FDS_TLS_CERTIFICATE, then the config file.",
        "PEM file of your private key; default: FDS_TLS_KEY, then the config file.",
    ];

    private readonly Option<string?>[] options = [.. ClientCertificates.Names.Select((name, i) => new Option<string?>(name.Option) { Description = Descriptions[i] }.NotEmpty("a PEM file"))];

    public void AddTo(Command command)
    {
        foreach (Option option in options)
        {
            command.Add(option);
        }
    }

    /// <summary>The certificates in force; null where none are named.</summary>
    /// <exception cref="ConsoleException">Only some of them are named.</exception>
    public CertificatePaths? Resolve(ParseResult parsed) => ClientCertificates.Resolve([.. options.Select(option => parsed.GetValue(option))]);
}
