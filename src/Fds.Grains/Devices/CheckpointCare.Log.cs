using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

internal sealed partial class CheckpointCare
{
    [LoggerMessage(2310, LogLevel.Error, "CHECKPOINTS CANNOT BE WRITTEN to {Folder} by this silo's user, id {User}: {Reason}. A run that is lost with its silo starts over, and trials that continue from another trial fail. Let that user or one of its groups write there, or name another folder with Fds:Checkpoints")]
    private partial void LogNotWritable(string folder, string user, string reason);
}
