using Fds.Grains.Devices;
using Fds.Grains.Tests.Storage;
using Xunit;

namespace Fds.Grains.Tests.Devices;

public sealed class CheckpointCareTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhyNotWritable_WhereAFolderCanBeWritten_IsNothingAndLeavesNothingInIt()
    {
        string checkpoints = Path.Combine(folder.Path, "a", "checkpoints");

        Assert.Null(CheckpointCare.WhyNotWritable(checkpoints));
        Assert.Empty(Directory.GetFileSystemEntries(checkpoints));
        Assert.Null(CheckpointCare.WhyNotWritable(checkpoints));
    }

    [Fact]
    public void WhyNotWritable_WhereAFileIsInTheWay_NamesIt()
    {
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "no folder");

        Assert.Contains(file, CheckpointCare.WhyNotWritable(Path.Combine(file, "checkpoints")), StringComparison.Ordinal);
    }

    [Fact]
    public void WhyNotWritable_WhereNobodyMayWrite_SaysThatAccessIsDenied() =>
        Assert.NotNull(CheckpointCare.WhyNotWritable("/proc/self"));
}
