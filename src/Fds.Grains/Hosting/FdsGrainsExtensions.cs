using Fds.Contracts.Faults;
using Fds.Core.Runtime;
using Fds.Grains.Admission;
using Fds.Grains.DataFiles;
using Fds.Grains.Devices;
using Fds.Grains.Logs;
using Fds.Grains.Planning;
using Fds.Grains.Settings;
using Fds.Grains.Storage;
using Fds.Grains.Storage.PostgreSql;
using Fds.Grains.Studies;
using Fds.Grains.Telemetry;
using Fds.Grains.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Fds.Grains.Hosting;

/// <summary>Registers all that the grains need on a silo.</summary>
public static class FdsGrainsExtensions
{
    /// <summary>Adds the grains' services: device slots with their workers, placement, instruments, and the services that run while the silo is active.</summary>
    public static ISiloBuilder AddFdsGrains(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<FdsSiloOptions>(FdsSiloOptions.Section);
        services.AddFdsClusterOptions();
        services.AddSingleton<FdsInstruments>();
        services.AddSingleton<StudyAdmission>();
        services.AddSingleton<DatasetCache>();
        services.AddSingleton<ModelFiles>();
        AddDataFiles(services);
        services.AddSingleton<StudyLogRing>();
        services.AddSingleton<ILoggerProvider, StudyLogProvider>();
        services.AddSingleton<StepTimer>();
        services.AddSingleton<StudyPlanner>();
        services.AddSingleton<StudyVerifier>();
        services.AddSingleton<WorkCheckpoints>();
        services.AddSingleton<RunReporter>();
        services.TryAddSingleton<IDeviceDiscovery, TorchDeviceDiscovery>();
        services.TryAddSingleton<IDataSurvey, DataSurvey>();
        services.TryAddSingleton<IWorkRunner, TorchWorkRunner>();
        services.TryAddSingleton<IDeviceHealth, TorchDeviceHealth>();
        services.AddSingleton<DeviceLoss>();
        services.AddSingleton<DeviceSlots>();
        services.AddPlacementDirector<SiloPinnedPlacement, SiloPinnedDirector>();
        LetExceptionsCross(services);
        silo.AddIncomingGrainCallFilter<FaultFilter>();
        AddLifecycle<DeviceRegistrar>(services);
        services.AddHostedService<EarlyDrain>();
        AddLifecycle<CheckpointCare>(services);
        AddLifecycle<StudyKeeper>(services);
        AddLifecycle<DataCare>(services);
        AddLifecycle<ClusterCare>(services);
        return silo;
    }

    /// <summary>Keeps grain state in files under the folder that the settings name.</summary>
    public static ISiloBuilder AddFdsFileStorage(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton(provider => new StateFolder(provider.GetRequiredService<IOptions<FdsSiloOptions>>().Value.Storage));
        silo.Services.AddGrainStorage(StorageNames.Fds, (provider, _) => new CountedStorage(
            new FileGrainStorage(
                provider.GetRequiredService<StateFolder>(),
                new OrleansGrainStorageSerializer(provider.GetRequiredService<Serializer>()),
                provider.GetRequiredService<IActivatorProvider>()),
            provider.GetRequiredService<FdsInstruments>()));
        return silo;
    }

    /// <summary>
    /// Opens storage before anything else does: the state folder, so that a folder in use by another process is noticed at once, or
    /// the database, whose schema is brought up to date.
    /// </summary>
    /// <exception cref="StateFolderException">The folder cannot be used.</exception>
    /// <exception cref="DatabaseException">The database cannot be used.</exception>
    public static async Task OpenStorage(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<SchemaMigration>() is { } migration)
        {
            await migration.Run(cancellationToken);
        }
        else
        {
            services.GetRequiredService<StateFolder>();
        }
    }

    /// <summary>Fails with a clear message where tensors cannot be used on this host.</summary>
    /// <exception cref="Core.FdsException">The native library does not load.</exception>
    public static void RequireTensors() => TorchRuntime.EnsureLoads();

    /// <summary>Fails with a clear message, before anything is started, where this host has none of the devices that the settings ask for.</summary>
    /// <exception cref="Core.FdsException">There is none that can be used.</exception>
    public static void RequireDevices(IServiceProvider services) =>
        services.GetRequiredService<IDeviceDiscovery>().Find(services.GetRequiredService<IOptions<FdsSiloOptions>>().Value);

    /// <summary>What the process of a silo that has stopped ends with: 3 where a device of it was lost, else 0.</summary>
    public static int ExitCode(IServiceProvider services) => services.GetRequiredService<DeviceLoss>().HasOccurred ? DeviceLoss.ExitCode : 0;

    /// <summary>
    /// Lets every exception cross to the caller. An exception without a serializer of its own is sent as its type's name and message; if
    /// the caller does not know that type, it arrives as a general exception with the message.
    /// </summary>
    internal static IServiceCollection LetExceptionsCross(IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = _ => true);

    private static void AddDataFiles(IServiceCollection services)
    {
        services.AddSingleton<DataLog>();
        services.AddSingleton<DataFolder>();
        services.AddSingleton<DataPieces>();
        services.AddSingleton<DataUploads>();
        services.AddSingleton<DataFetches>();
        services.AddSingleton<IStudyFiles, StudyFiles>();
    }

    private static void AddLifecycle<T>(IServiceCollection services)
        where T : class, ILifecycleParticipant<ISiloLifecycle>
    {
        services.AddSingleton<T>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<T>());
    }
}
