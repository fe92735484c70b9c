using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Fds.Grains.Hosting;

internal sealed partial class ClusterCare
{
    [LoggerMessage(4400, LogLevel.Critical, "CHECKPOINTS ARE NOT SHARED: this silo of a cluster keeps them in {Folder}, so a run that moves to another silo starts over. Name a folder that all silos see with Fds:Checkpoints")]
    private partial void LogOwnCheckpoints(string folder);

    [LoggerMessage(4401, LogLevel.Critical, "TWO SILOS ARE NAMED {Name}: {Other} is active as well, as far as this silo at {Self} knows. If the other silo is this one's predecessor, it will soon be declared dead. If both are alive, the older one's devices get no work: give one of the two another name with Fds:SiloName")]
    private partial void LogNamesake(string name, SiloAddress other, SiloAddress self);
}
