using Fds.Grains.Hosting;

namespace Fds.Silo.Hosting;

/// <summary>A silo's arguments, which are settings and nothing else.</summary>
internal static class CommandLine
{
    /// <summary>What --help prints.</summary>
    public const string Help =
        """
        fds-silo: the server of a cluster, which computes studies.

          fds-silo [--Fds:SETTING=VALUE]…   runs a silo, e.g. fds-silo --Fds:Storage=/var/lib/fds --Fds:Slots=2
          fds-silo migrate [--Fds:…]…       brings the database's schema up to date and ends
          fds-silo certs --to FOLDER        makes certificates for silos and consoles

        Every setting can also be an environment variable, e.g. Fds__Slots=2, or stand in appsettings.json in the working directory.
        """;

    /// <summary>Whether only help is asked for.</summary>
    public static bool AsksForHelp(string[] args) => args is ["--help" or "-h" or "-?" or "help"];

    /// <summary>Fails on arguments that would be silently ignored: arguments that are no settings, and settings without a value.</summary>
    /// <exception cref="CommandLineException">There is one.</exception>
    public static void Require(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i].Contains('='))
            {
                continue;
            }

            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new CommandLineException($"'{args[i]}' is no setting: expected --{FdsSiloOptions.Section}:SETTING=VALUE, or one of the commands migrate and certs in the first place.");
            }

            // Its value is the next argument.
            if (++i == args.Length || args[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new CommandLineException($"{args[i - 1]} has no value: expected {args[i - 1]}=VALUE.");
            }
        }
    }
}
