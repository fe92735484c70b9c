using System.Text;

namespace Fds.Silo.Ports;

/// <summary>Which process has a socket open, as far as this user may see it.</summary>
internal static class SocketHolder
{
    private const int LongestCommand = 120;

    /// <summary>Arguments whose values are hidden, because the message may be in a log that others read.</summary>
    private static readonly string[] Secrets = ["connectionstring", "password", "secret", "token"];

    /// <summary>The process in words, e.g. <c>process 4711 (fds-silo --Fds:Slots=2)</c>; null where none is seen.</summary>
    public static string? Find(string inode)
    {
        string link = $"socket:[{inode}]";
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            if (Has(process, link))
            {
                return $"process {Path.GetFileName(process)}{(Command(process) is { Length: > 0 } command ? $" ({command})" : "")}";
            }
        }

        return null;
    }

    /// <summary>The arguments of a command on one line.</summary>
    internal static string Command(string[] arguments)
    {
        string line = string.Join(' ', arguments.Select((argument, i) => i == 0 ? Path.GetFileName(argument) : Hide(argument)));
        return line.Length <= LongestCommand ? line : line[..LongestCommand] + " …";
    }

    private static string Hide(string argument) =>
        Secrets.Any(secret => argument.Contains(secret, StringComparison.OrdinalIgnoreCase)) ? $"{argument.Split('=')[0]}=…" : argument;

    private static bool Has(string process, string link)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == link);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or it has just ended.
            return false;
        }
    }

    private static string Command(string process)
    {
        try
        {
            return Command(Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "cmdline"))).Split('\0', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
