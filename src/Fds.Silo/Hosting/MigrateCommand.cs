using Fds.Grains.Hosting;

namespace Fds.Silo.Hosting;

/// <summary>fds-silo migrate: brings the database's schema up to date and ends.</summary>
internal static class MigrateCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="settings">Settings as a silo takes them; the database's is needed.</param>
    /// <returns>0, or 1 with a message on standard error.</returns>
    public static async Task<int> Run(string[] settings)
    {
        try
        {
            CommandLine.Require(settings);
            HostApplicationBuilder builder = Host.CreateApplicationBuilder(settings);
            SiloSettings.Require(builder.Configuration);
            builder.Logging.ClearProviders();
            builder.Services.AddFdsMigration();
            using IHost host = builder.Build();
            (int before, int after) = await FdsClusterExtensions.Migrate(host.Services, CancellationToken.None);
            Console.WriteLine(before == after ? $"The schema already has version {after}." : $"The schema now has version {after}; before it had version {before}.");
            return 0;
        }
#pragma warning disable CA1031 // The last resort of a process, which tells the user why it failed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await StartFailure.Tell(e, settings);
            return 1;
        }
    }
}
