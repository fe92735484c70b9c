using System.Text;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.StudyFiles;

/// <summary>Reads study files for commands, before anything is contacted.</summary>
internal static class StudyFileSource
{
    private const string Dash = "-";

    /// <summary>The study in a file, or of standard input where the path is a dash.</summary>
    /// <exception cref="ConsoleException">The file cannot be read, or is no valid study: the message names every fault.</exception>
    public static async Task<StudySubmission> Read(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        string name = Name(path);
        string text = EarlierSchedules.PutInto(await ReadText(path, terminal, cancellationToken), path == Dash ? "." : Path.GetDirectoryName(Path.GetFullPath(path))!);
        StudyFileReading reading = StudyFileReader.Read(text, name);
        if (reading.Specification is { } specification)
        {
            return new() { Specification = specification, File = text };
        }

        string count = reading.Faults.Length == 1 ? "1 fault" : $"{reading.Faults.Length} faults";
        throw new ConsoleException(ExitCodes.Usage, $"{name} is not a valid study, {count}:{Environment.NewLine}{string.Join(Environment.NewLine, reading.Faults)}");
    }

    /// <summary>What messages call a study file.</summary>
    public static string Name(string path) => path == Dash ? "standard input" : path;

    private static async Task<string> ReadText(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        if (path != Dash && Directory.Exists(path))
        {
            throw new ConsoleException(ExitCodes.Usage, $"'{path}' is a folder, {StudyFolder.Content(path)}.");
        }

        try
        {
            // A pipe may keep whoever reads it waiting for ever, which an interruption must end.
            return await Task.Run(() => ReadAll(path == Dash ? terminal.OpenInput() : File.OpenRead(path), path), cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new ConsoleException(ExitCodes.Usage, $"the study file '{Name(path)}' cannot be read: {FileFault.Reason(e, path)}.{StudyFolder.Hint(path)}", e);
        }
    }

    /// <summary>Reads no more than a study file may have: somebody may have named the wrong file, of any size or without end.</summary>
    private static string ReadAll(Stream file, string path)
    {
        using StreamReader reader = new(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        char[] text = new char[StudyFileReader.LongestFile + 1];
        int length = reader.ReadBlock(text);
        return length < text.Length
            ? new(text, 0, length)
            : throw new ConsoleException(ExitCodes.Usage, $"'{Name(path)}' is not a study file: it has more than {StudyFileReader.LongestFile} characters.");
    }
}
