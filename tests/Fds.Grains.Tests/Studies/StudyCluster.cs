using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Planning;
using Fds.Grains.Storage;
using Fds.Grains.Tests.Storage;
using Fds.Studies;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Orleans.TestingHost;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>
/// One silo with four CPU slots whose runs follow a script, and file storage. The pool cuda has one device, which takes no work:
/// there a test speaks for the devices itself. Every test uses studies of its own name, so that none sees another's.
/// </summary>
public sealed class StudyCluster : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly InProcessTestCluster cluster;
    private readonly ShiftedTime time = new();

    public StudyCluster()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((silo, orleans) =>
        {
            orleans.Services.AddSingleton<IWorkRunner>(Runner);
            orleans.Services.AddSingleton<IDeviceDiscovery, FixedDevices>();
            orleans.Services.AddSingleton<IDataSurvey>(Survey);
            orleans.Services.AddSingleton<TimeProvider>(time);
            orleans.AddFdsGrains().AddFdsFileStorage();
            orleans.Services.AddGrainStorage(StorageNames.Fds, (provider, _) => new HeldStorage(new FileGrainStorage(
                provider.GetRequiredService<StateFolder>(), new OrleansGrainStorageSerializer(provider.GetRequiredService<Serializer>()), provider.GetRequiredService<IActivatorProvider>())));
            orleans.Services.Configure<FdsSiloOptions>(options =>
            {
                options.SiloName = silo.SiloName;
                options.Storage = folder.Path;
                options.Heartbeat = TimeSpan.FromMilliseconds(50);
                options.Registration = TimeSpan.FromMilliseconds(100);
                options.EndedStudyIdle = TimeSpan.FromSeconds(1);
            });
        });
        cluster = builder.Build();
    }

    internal ScriptedRunner Runner { get; } = new();

    internal FixedSurvey Survey { get; } = new();

    internal IGrainFactory Grains => cluster.Client;

    internal string Checkpoints => Path.Combine(folder.Path, "checkpoints");

    /// <summary>Where grains keep their states.</summary>
    internal IGrainStorage Storage => cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>(StorageNames.Fds);

    /// <summary>Puts the silo's clock forward.</summary>
    internal void Pass(TimeSpan span) => time.Pass(span);

    /// <summary>Puts forward what the silo measures times with: leases, and how long others do not answer.</summary>
    internal void PassMeasured(TimeSpan span) => time.PassMeasured(span);

    /// <summary>What is stored of a study.</summary>
    internal async Task<GrainState<StudyRecord>> Stored(string study)
    {
        GrainState<StudyRecord> stored = new(new());
        await Storage.ReadStateAsync("study", Study(study).GetGrainId(), stored);
        return stored;
    }

    /// <summary>Address of the silo, as devices tell it.</summary>
    internal string Silo => cluster.Silos[0].SiloAddress.ToParsableString();

    public async ValueTask InitializeAsync()
    {
        await cluster.DeployAsync().Reached("the silo starts");
        await Until(async () => (await Grains.GetGrain<ISchedulerGrain>("cpu").GetStatus()).Devices.Length == FixedDevices.Count, "its devices are registered");
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        folder.Dispose();
    }

    internal IStudyGrain Study(string name) => Grains.GetGrain<IStudyGrain>(name);

    internal Task Deactivate(string study) => cluster.DeactivateAsync(Study(study)).Reached($"{study} is deactivated");

    internal async Task<IStudyGrain> Submit(StudySpecification study)
    {
        SubmitReply reply = await Study(study.Name).Submit(TestStudies.Submission(study)).Reached($"{study.Name} is submitted");
        Assert.Equal(SubmitOutcome.Accepted, reply.Outcome);
        return Study(study.Name);
    }

    /// <summary>Submits a study whose devices the test itself speaks for.</summary>
    internal async Task<ManualDevices> SubmitManually(StudySpecification study)
    {
        DeviceStatus busy = new() { Device = "elsewhere/0", Silo = Silo, Pool = "cuda", Draining = true };
        await Grains.GetGrain<ISchedulerGrain>("cuda").Register(new() { SiloName = "elsewhere", Silo = Silo, Devices = [busy] }).Reached("a device registers");
        return new(await Submit(study with { Resources = study.Resources with { Device = "cuda" } }), study.Name, Silo);
    }

    internal async Task<StudyStatus> RunToItsEnd(StudySpecification study, Func<Contracts.Devices.WorkOrder, CancellationToken, WorkResult> script)
    {
        Runner.Script(study.Name, script);
        await Submit(study);
        await Events(study.Name);
        return await Study(study.Name).GetStatus().Reached($"the status of {study.Name}");
    }

    /// <summary>All kept events of a study after a sequence number, up to its end.</summary>
    internal async Task<List<StudyEvent>> Events(string study, long after = 0)
    {
        async Task<List<StudyEvent>> Collect()
        {
            List<StudyEvent> events = [];
            await foreach (StudyEvent happened in Study(study).Watch(after, TestContext.Current.CancellationToken))
            {
                events.Add(happened);
            }

            return [.. events.Where(happened => happened.Kind != StudyEventKind.Progress)];
        }

        return await Collect().Reached($"the end of {study}");
    }

    /// <summary>Polls until something holds; a question that was lost with an activation is asked again.</summary>
    internal static async Task Until(Func<Task<bool>> holds, string phase)
    {
        async Task Poll()
        {
            while (!await Holds())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }

        async Task<bool> Holds()
        {
            try
            {
                return await holds();
            }
            catch (OrleansException)
            {
                return false;
            }
        }

        await Poll().Reached(phase);
    }

    /// <summary>Whether a study is in memory.</summary>
    internal async Task<bool> IsActive(string study)
    {
        List<Orleans.Runtime.GrainId> active = await Grains.GetGrain<IManagementGrain>(0).GetActiveGrains(Study(study).GetGrainId().Type).Reached("the list of active studies");
        return active.Contains(Study(study).GetGrainId());
    }

    /// <summary>The catalogue's first page.</summary>
    internal Task<StudyPage> Listed() => Grains.GetGrain<ICatalogueGrain>(0).List(null, 1000).Reached("the catalogue");

    /// <summary>Replicas of a study that wait in the pool without devices.</summary>
    internal async Task<List<int>> Queued(string study)
    {
        PoolStatus pool = await Grains.GetGrain<ISchedulerGrain>("cuda").GetStatus().Reached("the pool's status");
        return [.. pool.Queue.Where(key => key.Study == study).Select(key => key.Replica)];
    }
}
