using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Core;
using Fds.Core.Datasets;
using Fds.Grains.DataFiles;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Planning;
using Fds.Grains.Telemetry;
using Fds.Studies.Numerics;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Admission;

/// <summary>The cluster's checks of a study before it accepts the study, whatever console sends it.</summary>
internal sealed class StudyAdmission(IGrainFactory grains, IDataSurvey survey, ModelFiles models, IStudyFiles files, IOptions<FdsSiloOptions> options, FdsInstruments instruments, TimeProvider time)
{
    /// <summary>The longest time to read data at submission, because the submitter waits. Every run checks its data again before its first step.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Number of looks at a pool without devices, one registration period apart, in which a silo that has just started registers its
    /// devices.
    /// </summary>
    private const int Looks = 3;

    /// <summary>Refuses and counts a study that this cluster does not accept.</summary>
    /// <param name="name">The name that the study is submitted under.</param>
    /// <param name="submission">The study.</param>
    /// <exception cref="StudyRefusedException">The study is refused; the message says why.</exception>
    public async Task Require(string name, StudySubmission submission)
    {
        (string Reason, string Message)? complaint = SubmissionComplaint(name, submission) ?? await Complaint(submission.Specification);
        if (complaint is null && await WhyNotFeasible(submission.Specification) is { } infeasible)
        {
            complaint = (RefusalReasons.Plan, infeasible);
        }

        if (complaint is (string reason, string message))
        {
            instruments.OnStudyRefused(reason);
            throw new StudyRefusedException(message);
        }
    }

    /// <summary>Refuses to plan a study that would be refused.</summary>
    /// <exception cref="StudyRefusedException">The study would be refused; the message says why.</exception>
    public async Task RequirePlannable(StudySpecification study)
    {
        if (await Complaint(study) is (_, string message))
        {
            throw new StudyRefusedException(message);
        }

        try
        {
            await files.Bring(study);
        }
        catch (DataFileException e)
        {
            throw new StudyRefusedException(e.Message);
        }
    }

    /// <summary>Why a study could not run on its data to its last step; null if it could, or if this silo cannot tell.</summary>
    /// <exception cref="StudyRefusedException">Its data lie where they may not be read. The cache of data sets counts the refusal.</exception>
    public async Task<string?> WhyNotFeasible(StudySpecification study)
    {
        try
        {
            await files.Bring(study).WaitAsync(LongestLook, time);
            study = models.Locate(study);
            Task<string?> look = Task.Factory.StartNew(() => StudyFeasibility.Complaint(study, survey.Look(study)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return await look.WaitAsync(LongestLook, time);
        }
        catch (OutsideDataFolderException e)
        {
            throw new StudyRefusedException(e.Message);
        }
        catch (FdsException e) when (options.Value.Alone)
        {
            return e.Message;
        }
#pragma warning disable CA1031 // Data that cannot be read here and now may be readable elsewhere or later. Every run checks, and reports what is wrong.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>The pool that a study's runs go to. Where it asks for any device, one with GPUs is preferred.</summary>
    public async Task<string> ChoosePool(StudySpecification study)
    {
        if (study.Resources.Device != "auto")
        {
            return study.Resources.Device;
        }

        string[] known = await LookForPools(pools => pools.Length > 0);
        return known.Contains(Pools.Cuda) ? Pools.Cuda : Pools.Cpu;
    }

    private static (string Reason, string Message)? SubmissionComplaint(string name, StudySubmission submission)
    {
        if (StudyName.Complaint(name) is { } unsafeName)
        {
            return (RefusalReasons.Name, unsafeName);
        }

        if (submission.Specification.Name != name)
        {
            return (RefusalReasons.Name, $"the study is called '{submission.Specification.Name}', but was submitted as '{name}'. Submit it under its own name.");
        }

        return submission.File.Length > StudyFileReader.LongestFile
            ? (RefusalReasons.Size, $"the study file has {submission.File.Length} characters; at most {StudyFileReader.LongestFile} are allowed.")
            : null;
    }

    private async Task<(string Reason, string Message)?> Complaint(StudySpecification study)
    {
        if (!options.Value.ReadAnywhere && study.Data.Path is { } path && DataBoundary.Complaint(path) is { } outside)
        {
            return (RefusalReasons.Path, outside);
        }

        if (models.CodeComplaint(study) is { } code)
        {
            return (RefusalReasons.Code, code);
        }

        if (models.Complaint(study) is { } foreign)
        {
            return (RefusalReasons.Path, foreign);
        }

        return study.Resources.Device != "auto" && await DeviceComplaint(study.Resources.Device) is { } absent ? (RefusalReasons.Device, absent) : null;
    }

    private async Task<string?> DeviceComplaint(string pool)
    {
        string[] known = await LookForPools(pools => pools.Contains(pool));
        if (known.Contains(pool))
        {
            return null;
        }

        string others = known.Length > 0 ? $"There are: {string.Join(", ", known)}. Set resources.device to one of them or to auto" : "No silo has registered any device so far. Submit it again when one has";
        return $"resources.device is {pool}, but no silo of this cluster has such a device. {others}.";
    }

    /// <summary>The pools that have devices. They are read again for a while, until they satisfy the condition.</summary>
    private async Task<string[]> LookForPools(Func<string[], bool> found)
    {
        string[] known = await PoolsWithDevices();
        for (int look = 1; look < Looks && !found(known); look++)
        {
            await Task.Delay(options.Value.Registration, time);
            known = await PoolsWithDevices();
        }

        return known;
    }

    private async Task<string[]> PoolsWithDevices()
    {
        PoolStatus[] pools = await Task.WhenAll(Pools.All.Select(pool => grains.GetGrain<ISchedulerGrain>(pool).GetStatus()));
        return [.. pools.Where(pool => !pool.Devices.IsEmpty).Select(pool => pool.Pool)];
    }
}
