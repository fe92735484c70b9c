using Fds.Grains.Hosting;
using Fds.Silo.Ports;

namespace Fds.Silo.Hosting;

/// <summary>fds-silo: a silo from its start to its end.</summary>
internal static class SiloCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="args">Settings.</param>
    /// <returns>0 where it was stopped, 3 where a device of it was lost, or 1 where it did not start, with a message on standard error.</returns>
    public static async Task<int> Run(string[] args)
    {
        Handshake? handshake = Handshake.For(args);
        bool stopped = false;
        try
        {
            CommandLine.Require(args);
            await using WebApplication app = SiloApplication.Build(args);
            using CancellationTokenRegistration stopping = app.Lifetime.ApplicationStopping.Register(() => stopped = true);
            await Start(app);
            using IDisposable? hangUp = HangUp.Stops(app.Lifetime);
            handshake?.Ready(app);
            await app.WaitForShutdownAsync();
            return FdsGrainsExtensions.ExitCode(app.Services);
        }
#pragma warning disable CA1031 // The last resort of a process, which tells the user why it does not run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (stopped && e is OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("fds-silo: stopped while it started");
                return 0;
            }

            // The message goes to standard error, with or without a handshake.
            string why = await StartFailure.Tell(e, args);
            handshake?.Failed(why);
            return 1;
        }
    }

    /// <summary>Checks everything that can be wrong before anything is opened, the quick checks first.</summary>
    private static async Task Start(WebApplication app)
    {
        await app.Services.RequireFreePorts();
        FdsGrainsExtensions.RequireTensors();
        FdsGrainsExtensions.RequireDevices(app.Services);
        await app.Services.RequirePod(CancellationToken.None);
        await FdsGrainsExtensions.OpenStorage(app.Services, CancellationToken.None);
        app.Services.GetRequiredService<StopLimit>().Watch();
        await app.StartAsync();
    }
}
