namespace Fds.Client;

/// <summary>Folders that the user names.</summary>
internal static class Folders
{
    /// <summary>Makes a folder where it is absent.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="ConsoleException">It cannot be made.</exception>
    public static string Make(string folder)
    {
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new ConsoleException(ExitCodes.Usage, $"the folder '{folder}' cannot be made: {Reason(e, folder)}.", e);
        }
    }

    private static string Reason(Exception e, string folder) => e switch
    {
        ArgumentException => "expected the name of a folder",
        IOException and not PathTooLongException when FileInTheWay(folder) is { } file => $"{file} is not a folder",
        FileNotFoundException or DirectoryNotFoundException => "the system allows no folder there",
        _ => FileFault.Reason(e),
    };

    /// <summary>The part of a path that is a file, or a link that leads nowhere; null where there is none.</summary>
    private static string? FileInTheWay(string folder)
    {
        for (string? part = Path.GetFullPath(folder); part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part) || new FileInfo(part) is { LinkTarget: not null } && !Directory.Exists(part))
            {
                return part;
            }
        }

        return null;
    }
}
