using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.StudyFiles;

/// <summary>Reads study files for commands, before anything is contacted.</summary>
internal static class StudyFileSource
{
    /// <summary>The study in a file.</summary>
    /// <exception cref="ConsoleException">The file cannot be read, or is no valid study: the message names every fault.</exception>
    public static StudySubmission Read(string path)
    {
        string text;
        try
        {
            RequireSmall(path);
            text = System.IO.File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConsoleException(ExitCodes.Usage, $"the study file '{path}' cannot be read: {e.Message}", e);
        }

        StudyFileReading reading = StudyFileReader.Read(text, path);
        if (reading.Specification is { } specification)
        {
            return new() { Specification = specification, File = text };
        }

        string count = reading.Faults.Length == 1 ? "1 fault" : $"{reading.Faults.Length} faults";
        throw new ConsoleException(ExitCodes.Usage, $"{path} is no valid study, {count}:{Environment.NewLine}{string.Join(Environment.NewLine, reading.Faults)}");
    }

    /// <summary>Looked at before the file is read: somebody may have named the wrong file, of any size.</summary>
    private static void RequireSmall(string path)
    {
        long bytes = new FileInfo(path).Length;
        if (bytes > StudyFileReader.LongestFile)
        {
            throw new ConsoleException(ExitCodes.Usage, $"the study file '{path}' has {bytes} bytes; at most {StudyFileReader.LongestFile} are allowed.");
        }
    }
}
