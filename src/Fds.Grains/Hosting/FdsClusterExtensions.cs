using Fds.Contracts.Faults;
using Fds.Grains.Settings;
using Fds.Grains.Storage;
using Fds.Grains.Storage.PostgreSql;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Fds.Grains.Hosting;

/// <summary>Makes a silo one of a cluster over PostgreSQL.</summary>
public static class FdsClusterExtensions
{
    private const string Invariant = "Npgsql";

    /// <summary>Adds the settings of section <c>Fds:Cluster</c>, checked as a whole when the silo starts.</summary>
    public static IServiceCollection AddFdsClusterOptions(this IServiceCollection services)
    {
        services.AddSettings<FdsClusterOptions>(FdsClusterOptions.Section);
        services.AddSingleton<IValidateOptions<FdsClusterOptions>, FdsClusterOptionsValidator>();
        return services;
    }

    /// <summary>Membership, grain state and reminders in PostgreSQL, and failure detection as the settings say.</summary>
    /// <exception cref="OptionsValidationException">The settings name no database that could be connected to.</exception>
    public static ISiloBuilder UseFdsCluster(this ISiloBuilder silo, FdsClusterOptions settings)
    {
        if (new FdsClusterOptionsValidator().Validate(null, settings) is { Failed: true } invalid)
        {
            throw new OptionsValidationException(FdsClusterOptions.Section, typeof(FdsClusterOptions), invalid.Failures);
        }

        string connection = Database.Complete(settings.ConnectionString!);
        silo.Services.AddSingleton<SchemaMigration>();
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, connection));
        silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Invariant, connection));
        silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = settings.Reminder);
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Id, settings.Id));
        silo.Configure<ClusterMembershipOptions>(options => Detect(options, settings));
        AddStorage(silo.Services, connection);
        return silo;
    }

    /// <summary>Adds what <see cref="Migrate"/> needs, without a silo.</summary>
    public static IServiceCollection AddFdsMigration(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddFdsClusterOptions().AddSingleton<SchemaMigration>();
    }

    /// <summary>Brings the database's schema up to the version of this program.</summary>
    /// <returns>The versions before and after.</returns>
    /// <exception cref="DatabaseException">There is no database, or it cannot be used.</exception>
    public static Task<(int Before, int After)> Migrate(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<IOptions<FdsClusterOptions>>().Value.IsClustered
            ? services.GetRequiredService<SchemaMigration>().Run(cancellationToken)
            : throw new DatabaseException($"There is no database to migrate: name one with {FdsClusterOptions.Section}:{nameof(FdsClusterOptions.ConnectionString)}.");

    private static void Detect(ClusterMembershipOptions options, FdsClusterOptions settings)
    {
        options.ProbeTimeout = settings.ProbeTimeout;
        options.MaxProbeTimeout = settings.ProbeTimeout * 2;
        options.NumMissedProbesLimit = settings.MissedProbes;
        options.NumVotesForDeathDeclaration = settings.Votes;
        options.IAmAliveTablePublishTimeout = settings.SignOfLife;

        // A silo that returns after it was declared dead is not told so by anybody; it must check.
        options.TableRefreshTimeout = settings.SignOfLife;
    }

    private static void AddStorage(IServiceCollection services, string connection)
    {
        services.AddOptions<AdoNetGrainStorageOptions>(StorageNames.Fds).Configure<Serializer>((options, serializer) =>
        {
            options.Invariant = Invariant;
            options.ConnectionString = connection;
            options.DeleteStateOnClear = true;
            options.GrainStorageSerializer = new SerializedStateSerializer(new OrleansGrainStorageSerializer(serializer));
        });
        services.AddGrainStorage(StorageNames.Fds, (provider, name) => new CountedStorage(
            new DatabaseGrainStorage(
                AdoNetGrainStorageFactory.Create(provider, name),
                new OrleansGrainStorageSerializer(provider.GetRequiredService<Serializer>()),
                provider.GetRequiredService<FdsInstruments>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<DatabaseGrainStorage>>()),
            provider.GetRequiredService<FdsInstruments>()));
    }
}
