using Fds.Contracts.DataFiles;

namespace Fds.Client.Uploads;

/// <summary>A file here, and what it is to be called in data folders.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Path">Its path in data folders.</param>
internal sealed record PutFile(string Source, string Path)
{
    /// <summary>Gives every file its name: its own, or what is asked for, which for several files is a folder.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="name">The name asked for; one that ends with '/' is a folder. Null: none.</param>
    /// <exception cref="ConsoleException">A file is not there, or a name cannot be used.</exception>
    public static IReadOnlyList<PutFile> Name(IReadOnlyList<string> sources, string? name)
    {
        if (sources.Count > 1 && name?.EndsWith('/') == false)
        {
            throw new ConsoleException(ExitCodes.Usage, $"--as: found '{name}' for {sources.Count} files; expected a folder, as {name}/.");
        }

        PutFile[] files = [.. sources.Select(source => new PutFile(source, NameOf(source, name)))];
        foreach (PutFile file in files)
        {
            file.Require();
        }

        return files.CountBy(file => file.Path).FirstOrDefault(same => same.Value > 1) is { Key: { } twice }
            ? throw new ConsoleException(ExitCodes.Usage, $"two files would be called {twice}. Put them one by one, with --as.")
            : files;
    }

    private static string NameOf(string source, string? name) =>
        name is null ? System.IO.Path.GetFileName(source) : name.EndsWith('/') ? name + System.IO.Path.GetFileName(source) : name;

    private void Require()
    {
        if (!File.Exists(Source))
        {
            throw new ConsoleException(ExitCodes.Usage, Directory.Exists(Source)
                ? $"'{Source}' is a folder; expected a file. Put its files one by one, or as an archive."
                : $"'{Source}': there is no such file.");
        }

        if (DataFileName.Complaint(Path) is { } complaint)
        {
            throw new ConsoleException(ExitCodes.Usage, $"'{Source}' cannot be called '{Path}': {complaint}");
        }
    }
}
