using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Devices;

/// <summary>The files of networks of the users' own, in the data folder.</summary>
internal sealed class ModelFiles(IOptions<FdsSiloOptions> options)
{
    private string Folder => options.Value.DataFolder ?? "";

    /// <summary>Why this silo loads no module of a study; null where it does, or the study has none.</summary>
    public string? CodeComplaint(StudySpecification study) => study.Model.IsModule && !options.Value.AllowAssemblies
        ? $"model.name is {ModelSpecification.Module}, but this silo loads no .NET assemblies: their code has all of its rights. Whoever runs it can allow them by the setting {FdsSiloOptions.Section}:{nameof(FdsSiloOptions.AllowAssemblies)}=true, on this machine by Fds__AllowAssemblies=true in the environment."
        : null;

    /// <summary>Why a study's file, by its path alone, may not be read here; null where it may.</summary>
    public string? Complaint(StudySpecification study) => study.Model switch
    {
        { IsOwn: false } => null,
        { Path: null } => $"model.name is {study.Model.Name}, but model.path names no file.",
        _ when options.Value.ReadAnywhere => null,
        { Path: var path } => DataBoundary.Complaint(path, "model.path") ?? (options.Value.DataFolder is null ? $"model.path is {path}, but this cluster's silos have no data folder." : null),
    };

    /// <summary>The study with the path of its network's file on this host, every link followed; a study of a built-in network as it is.</summary>
    /// <exception cref="OutsideDataFolderException">The file lies where studies may not read.</exception>
    /// <exception cref="ModelFileException">There is no such file here, or this silo loads no assemblies.</exception>
    public StudySpecification Locate(StudySpecification study)
    {
        if (CodeComplaint(study) is { } refusal)
        {
            throw new ModelFileException(refusal);
        }

        if (Complaint(study) is { } complaint)
        {
            throw new OutsideDataFolderException(complaint);
        }

        if (!study.Model.IsOwn)
        {
            return study;
        }

        string full = Path.GetFullPath(Path.Combine(Folder, study.Model.Path!));
        if (!options.Value.ReadAnywhere)
        {
            DataBoundary.Require(full, Folder);
            full = DataBoundary.Real(full);
        }

        return File.Exists(full)
            ? study with { Model = study.Model with { Path = full } }
            : throw new ModelFileException($"model.path is {study.Model.Path}: there is no such file in the data folder, which --data or FDS_DATA names{(options.Value.ReadAnywhere ? ", nor beside the study file" : "")}.");
    }
}
