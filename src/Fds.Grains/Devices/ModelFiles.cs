using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Core.Datasets;
using Fds.Grains.Admission;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Devices;

/// <summary>The files of networks of the users' own, in the data folder.</summary>
internal sealed class ModelFiles(IOptions<FdsSiloOptions> options, FdsInstruments instruments)
{
    /// <summary>The study with the path of its network's file on this host; a study of a built-in network as it is.</summary>
    /// <exception cref="OutsideDataFolderException">The file lies where studies may not read.</exception>
    /// <exception cref="FdsException">There is no such file.</exception>
    public StudySpecification Locate(StudySpecification study)
    {
        if (!study.Model.IsScript || study.Model.Path is not { } path)
        {
            return study;
        }

        string? folder = options.Value.DataFolder;
        if (!options.Value.ReadAnywhere && (DataBoundary.Complaint(path, "model.path") ?? (folder is null ? $"model.path is {path}, but this silo has no data folder" : null)) is { } outside)
        {
            instruments.OnStudyRefused(RefusalReasons.Path);
            throw new OutsideDataFolderException(outside);
        }

        string full = Path.GetFullPath(Path.Combine(folder ?? "", path));
        if (!File.Exists(full))
        {
            throw new FdsException($"model.path is {path}: there is no file {full}. Put the file into the data folder, which --data or FDS_DATA names.");
        }

        if (!options.Value.ReadAnywhere)
        {
            DataBoundary.Require(full, folder!);
        }

        return study with { Model = study.Model with { Path = full } };
    }
}
