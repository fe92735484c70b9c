namespace Fds.Contracts.Studies.File;

/// <summary>One thing that is wrong with a study file.</summary>
/// <param name="File">The file's name as it was given.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Path">Field path, e.g. <c>spec.inner.batchSize</c>; empty for the file as a whole.</param>
/// <param name="Found">What was found.</param>
/// <param name="Message">What is allowed, with the nearest known name where a name is unknown.</param>
public sealed record StudyFault(string File, int Line, int Column, string Path, string Found, string Message)
{
    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        string place = Path.Length == 0 ? "" : $" {Path}:";
        string found = Found.Length == 0 ? "" : $" found {Found};";
        return $"{File}:{Line}:{Column}:{place}{found} {Message}";
    }
}
