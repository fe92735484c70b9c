using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Core.Datasets;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Planning;
using Fds.Grains.Telemetry;
using Fds.Studies.Numerics;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Admission;

/// <summary>What a cluster asks of a study before it takes it, whatever console sends it.</summary>
internal sealed class StudyAdmission(IGrainFactory grains, IDataSurvey survey, IOptions<FdsSiloOptions> options, FdsInstruments instruments, TimeProvider time)
{
    /// <summary>Reading data can take longer than whoever submits them waits. Runs look at them again before their first step.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    /// <summary>How often a pool without devices is looked at again: those of a silo that has just come are registered within a period.</summary>
    private const int Looks = 3;

    /// <summary>Refuses, and counts, what this cluster does not take.</summary>
    /// <param name="name">What the study is submitted as.</param>
    /// <param name="submission">The study.</param>
    /// <exception cref="StudyRefusedException">It is not taken; the message says why.</exception>
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

    /// <summary>Refuses to plan what would not be taken.</summary>
    /// <exception cref="StudyRefusedException">It would not be taken; the message says why.</exception>
    public async Task RequirePlannable(StudySpecification study)
    {
        if (await Complaint(study) is (_, string message))
        {
            throw new StudyRefusedException(message);
        }
    }

    /// <summary>Why a study could not be carried out on its data from its first step to its last; null where it could, or where that is not known here.</summary>
    /// <exception cref="StudyRefusedException">Its data lie where they may not be read, which is counted where it is noticed.</exception>
    public async Task<string?> WhyNotFeasible(StudySpecification study)
    {
        try
        {
            Task<DataShape> look = Task.Factory.StartNew(() => survey.Look(study), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return StudyFeasibility.Complaint(study, await look.WaitAsync(LongestLook, time));
        }
        catch (OutsideDataFolderException e)
        {
            throw new StudyRefusedException(e.Message);
        }
#pragma warning disable CA1031 // What cannot be read here for now may be read elsewhere or later: each run looks, and says what is wrong.
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

    /// <summary>The pools that have devices, looked at again for a while until they are what is looked for.</summary>
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
