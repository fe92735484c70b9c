using Fds.Client;
using Fds.Client.Commands;

return await FdsConsole.Run(args, Terminal.OfProcess());
