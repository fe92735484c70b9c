using Fds.Grains.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Fds.Grains.Devices;

/// <summary>Tries once, when the silo starts, whether checkpoints can be written, and logs an error if not. Runs work without checkpoints.</summary>
internal sealed partial class CheckpointCare(IOptions<FdsSiloOptions> options, ILogger<CheckpointCare> log) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(CheckpointCare), ServiceLifecycleStage.Active, Start);

    /// <summary>Why nothing can be written to a folder; null if it can. The folder is created if it is absent.</summary>
    internal static string? WhyNotWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string trial = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
            using FileStream file = new(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private Task Start(CancellationToken cancellationToken)
    {
        string folder = options.Value.CheckpointFolder;
        if (WhyNotWritable(folder) is { } reason)
        {
            LogNotWritable(folder, UserId(), reason);
        }

        return Task.CompletedTask;
    }

    /// <summary>The number of the user that this process is: volumes know users by number, and a container's has often no name.</summary>
    private static string UserId() =>
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2];
}
