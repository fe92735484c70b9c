namespace Fds.Client;

/// <summary>A file that the user names with --to.</summary>
internal static class NewFile
{
    /// <summary>Writes it.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="text">Its content.</param>
    /// <param name="force">Whether one that is there is replaced.</param>
    /// <exception cref="ConsoleException">It is there already, or cannot be written.</exception>
    public static void Write(string path, string text, bool force)
    {
        if (File.Exists(path) && !force)
        {
            throw new ConsoleException(ExitCodes.Usage, $"--to: {path} is there already; expected another file, or --force to replace it.");
        }

        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new ConsoleException(ExitCodes.Usage, $"--to: {path} cannot be written: {FileFault.Reason(e, path)}.", e);
        }
    }
}
