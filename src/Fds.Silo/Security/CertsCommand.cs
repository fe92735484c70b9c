using System.CommandLine;
using Fds.Transport.Certificates;

namespace Fds.Silo.Security;

/// <summary>fds-silo certs: makes a certificate authority and certificates for silos and consoles.</summary>
internal static class CertsCommand
{
    /// <summary>Runs it.</summary>
    /// <returns>0, 1 where it failed, 2 where the command line is wrong.</returns>
    public static int Run(string[] args)
    {
        ParseResult parsed = Create().Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return parsed.Invoke();
        }

        foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
        {
            Console.Error.WriteLine($"fds-silo certs: {message}");
        }

        return 2;
    }

    private static RootCommand Create()
    {
        Option<string> to = new("--to") { Description = "Folder for the files. An existing authority is kept and issues new certificates.", Required = true };
        Option<int> days = new("--days") { Description = "Days that the certificates are valid, 1 to 3650; a new authority: ten times as long.", DefaultValueFactory = _ => 365 };
        Option<string[]> hosts = new("--host") { Description = "Host name or address of a silo, for tools that look at it; may be given several times.", DefaultValueFactory = _ => ["localhost", "127.0.0.1"], AllowMultipleArgumentsPerToken = true };
        days.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int given) || given is < 1 or > 3650))
            {
                result.AddError($"--days: found '{result.Tokens[0].Value}'; expected a whole number from 1 to 3650.");
            }
        });
        RootCommand command = new("Makes the certificates of a cluster: ca.crt, silo.crt, client.crt and their keys. Keep ca.key away from the cluster.") { to, days, hosts };
        command.SetAction(parsed => Make(parsed.GetRequiredValue(to), TimeSpan.FromDays(parsed.GetRequiredValue(days)), parsed.GetRequiredValue(hosts)));
        return command;
    }

    private static int Make(string folder, TimeSpan validity, string[] hosts)
    {
        string full = Path.GetFullPath(folder);
        try
        {
            bool isNew = new CertificateFolder(full, new CertificateMaker(TimeProvider.System)).Fill(validity, hosts);
            Console.Error.WriteLine(isNew ? $"fds-silo certs: made an authority and certificates for silos and consoles in {full}" : $"fds-silo certs: made new certificates from the authority in {full}");
            Console.Out.WriteLine($"Fds__Tls__Authority={Path.Combine(full, "ca.crt")}");
            Console.Out.WriteLine($"Fds__Tls__Certificate={Path.Combine(full, "silo.crt")}");
            Console.Out.WriteLine($"Fds__Tls__Key={Path.Combine(full, "silo.key")}");
            Console.Out.WriteLine($"FDS_TLS_AUTHORITY={Path.Combine(full, "ca.crt")}");
            Console.Out.WriteLine($"FDS_TLS_CERTIFICATE={Path.Combine(full, "client.crt")}");
            Console.Out.WriteLine($"FDS_TLS_KEY={Path.Combine(full, "client.key")}");
            return 0;
        }
        catch (CertificateException e)
        {
            Console.Error.WriteLine($"fds-silo certs: {e.Message}");
            return 1;
        }
    }
}
