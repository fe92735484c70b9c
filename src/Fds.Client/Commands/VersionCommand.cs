using System.CommandLine;
using System.Reflection;

namespace Fds.Client.Commands;

/// <summary>fds version: what the console is made of.</summary>
internal sealed class VersionCommand : Command
{
    public VersionCommand(Terminal terminal)
        : base("version", "Prints the console's version.")
    {
        SetAction(_ =>
        {
            string? version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
            terminal.Out.WriteLine($"fds {version}, .NET {Environment.Version}");
            return ExitCodes.Done;
        });
    }
}
