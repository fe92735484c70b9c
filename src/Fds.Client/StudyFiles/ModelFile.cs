using Fds.Contracts.Studies;

namespace Fds.Client.StudyFiles;

/// <summary>The file of a network of the user's own, for studies that run on this machine.</summary>
internal static class ModelFile
{
    /// <summary>The study with the whole path of a file that lies beside the study file; as it is where there is none, which leaves the data folder.</summary>
    /// <param name="study">The study.</param>
    /// <param name="studyFile">Path of the study file; - for standard input, which is beside what is in the current folder.</param>
    public static StudySpecification Beside(StudySpecification study, string studyFile)
    {
        string folder = studyFile == "-" ? "." : Path.GetDirectoryName(Path.GetFullPath(studyFile))!;
        return study.Model.Path is { } path && Path.GetFullPath(Path.Combine(folder, path)) is var full && File.Exists(full)
            ? study with { Model = study.Model with { Path = full } }
            : study;
    }
}
