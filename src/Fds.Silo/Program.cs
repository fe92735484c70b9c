using Fds.Grains.Hosting;
using Fds.Silo.Hosting;
using Fds.Silo.Security;

if (args is ["certs", .. string[] options])
{
    return CertsCommand.Run(options);
}

if (args is ["migrate", .. string[] settings])
{
    return await MigrateCommand.Run(settings);
}

Handshake? handshake = Handshake.For(args);
try
{
    FdsGrainsExtensions.RequireTensors();
    await using WebApplication app = SiloApplication.Build(args);
    FdsGrainsExtensions.RequireDevices(app.Services);
    await app.Services.RequirePod(CancellationToken.None);
    await FdsGrainsExtensions.OpenStorage(app.Services, CancellationToken.None);
    await app.StartAsync();
    handshake?.Ready(app);
    await app.WaitForShutdownAsync();
    return 0;
}
#pragma warning disable CA1031 // The last resort of a process: whoever started it is told why it does not run.
catch (Exception e)
#pragma warning restore CA1031
{
    StartFailure failure = StartFailure.Of(e);
    handshake?.Failed(failure.Message);
    await Console.Error.WriteLineAsync($"fds-silo: {failure.Message}");
    if (!failure.IsExpected)
    {
        await Console.Error.WriteLineAsync(e.ToString());
    }

    return 1;
}
