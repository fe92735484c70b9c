using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Core.Datasets;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Admission;

/// <summary>What a cluster asks of a study before it takes it, whatever console sends it.</summary>
internal sealed class StudyAdmission(IGrainFactory grains, IOptions<FdsSiloOptions> options, FdsInstruments instruments, TimeProvider time)
{
    /// <summary>How often a pool without devices is looked at again: those of a silo that has just come are registered within a period.</summary>
    private const int Looks = 3;

    /// <summary>Refuses what this cluster does not take.</summary>
    /// <param name="name">What the study is submitted as.</param>
    /// <param name="submission">The study.</param>
    /// <exception cref="StudyRefusedException">It is not taken; the message says why.</exception>
    public async Task Require(string name, StudySubmission submission)
    {
        if (StudyName.Complaint(name) is { } unsafeName)
        {
            throw Refuse(RefusalReasons.Name, unsafeName);
        }

        if (submission.Specification.Name != name)
        {
            throw Refuse(RefusalReasons.Name, $"the study is called '{submission.Specification.Name}', but was submitted as '{name}'. Submit it under its own name.");
        }

        if (submission.File.Length > StudyFileReader.LongestFile)
        {
            throw Refuse(RefusalReasons.Size, $"the study file has {submission.File.Length} characters; at most {StudyFileReader.LongestFile} are allowed.");
        }

        StudySpecification study = submission.Specification;
        if (!options.Value.ReadAnywhere && study.Data.Path is { } path && DataBoundary.Complaint(path) is { } complaint)
        {
            throw Refuse(RefusalReasons.Path, complaint);
        }

        if (study.Resources.Device != "auto")
        {
            await RequireDevice(study.Resources.Device);
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

    private async Task RequireDevice(string pool)
    {
        string[] known = await LookForPools(pools => pools.Contains(pool));
        if (!known.Contains(pool))
        {
            string others = known.Length > 0 ? $"There are: {string.Join(", ", known)}. Set resources.device to one of them or to auto" : "No silo has registered any device so far. Submit it again when one has";
            throw Refuse(RefusalReasons.Device, $"resources.device is {pool}, but no silo of this cluster has such a device. {others}.");
        }
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

    private StudyRefusedException Refuse(string reason, string message)
    {
        instruments.OnStudyRefused(reason);
        return new(message);
    }
}
