using System.Collections.Immutable;
using Fds.Contracts.DataFiles;
using Fds.Contracts.Faults;
using Fds.Contracts.Studies;

namespace Fds.Grains.DataFiles;

/// <summary>Asks the list of files, and other silos for what is not here.</summary>
internal sealed class StudyFiles(IGrainFactory grains, DataFolder folder, DataFetches fetches, DataLog log) : IStudyFiles
{
    public async Task Bring(StudySpecification study, CancellationToken cancellationToken = default)
    {
        ImmutableArray<string> paths = [.. DataUsers.PathsOf(study)];
        if (paths.IsEmpty || folder.Root is null)
        {
            return;
        }

        foreach (DataFile file in await Listed(paths, cancellationToken))
        {
            try
            {
                await fetches.Get(file).WaitAsync(cancellationToken);
            }
            catch (DataRefusedException e)
            {
                throw new DataFileException(e.Message);
            }
        }
    }

    private async Task<ImmutableArray<DataFile>> Listed(ImmutableArray<string> paths, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<IDataFilesGrain>(0).Find(paths).WaitAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Without the list, what is here counts, as it does where files are copied by hand.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.NotRead(FaultText.OneLine(e.Message));
            return [];
        }
    }
}
