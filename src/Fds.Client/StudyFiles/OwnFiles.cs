using Fds.Contracts.Studies;

namespace Fds.Client.StudyFiles;

/// <summary>The files of the user's own, a network's and the data's, for studies that run on this machine.</summary>
internal static class OwnFiles
{
    /// <summary>The study with the whole paths of files that lie beside the study file; as it is where there are none, which leaves the data folder.</summary>
    /// <param name="study">The study.</param>
    /// <param name="studyFile">Path of the study file; - for standard input, which is beside what is in the current folder.</param>
    public static StudySpecification Beside(StudySpecification study, string studyFile)
    {
        string folder = studyFile == "-" ? "." : Path.GetDirectoryName(Path.GetFullPath(studyFile))!;
        string? Beside(string? path) => path is not null && Path.GetFullPath(Path.Combine(folder, path)) is var full && File.Exists(full) ? full : path;
        return study with
        {
            Model = study.Model with { Path = Beside(study.Model.Path) },
            Data = study.Data.IsOwnFile ? study.Data with { Path = Beside(study.Data.Path) } : study.Data,
        };
    }
}
