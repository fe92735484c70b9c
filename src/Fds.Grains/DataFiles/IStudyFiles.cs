using Fds.Contracts.Studies;

namespace Fds.Grains.DataFiles;

/// <summary>Brings the files of a study to this silo before they are read: those of its data and its network that were put into the cluster.</summary>
internal interface IStudyFiles
{
    /// <summary>Gets what is not here. Files that are not listed are left to whoever reads them.</summary>
    /// <param name="study">The study.</param>
    /// <param name="cancellationToken">Stops waiting; a file that is coming still comes.</param>
    /// <exception cref="DataFileException">A file cannot be had, or another one is in its place.</exception>
    Task Bring(StudySpecification study, CancellationToken cancellationToken = default);
}
