using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Fds.Grains.Hosting;

internal sealed partial class ClusterCare
{
    [LoggerMessage(4400, LogLevel.Critical, "CHECKPOINTS ARE NOT SHARED: this silo of a cluster keeps them in {Folder}, so that a run which moves to another silo begins anew. Name a folder that all silos see with Fds:Checkpoints")]
    private partial void LogOwnCheckpoints(string folder);

    [LoggerMessage(4401, LogLevel.Critical, "TWO SILOS ARE NAMED {Name}: {Other} is active, too, as far as this one at {Self} knows. Should it be this one's predecessor, it is declared dead soon; should it live, the devices of the older of the two get no work: give one of them another name with Fds:SiloName")]
    private partial void LogNamesake(string name, SiloAddress other, SiloAddress self);
}
