using Fds.Silo.Hosting;
using Fds.Silo.Security;

if (CommandLine.AsksForHelp(args))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

return args switch
{
    ["certs", .. string[] options] => CertsCommand.Run(options),
    ["migrate", .. string[] settings] => await MigrateCommand.Run(settings),
    _ => await SiloCommand.Run(args),
};
