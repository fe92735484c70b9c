using Fds.Contracts.Studies;
using Fds.Grains.DataFiles;

namespace Fds.Grains.Tests.Admission;

/// <summary>Files that are all here, or of which one cannot be had.</summary>
internal sealed class LocalFiles(string? missing = null) : IStudyFiles
{
    public Task Bring(StudySpecification study, CancellationToken cancellationToken = default) => missing is null ? Task.CompletedTask : throw new DataFileException(missing);
}
