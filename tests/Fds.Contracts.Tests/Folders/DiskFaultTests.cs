using Fds.Contracts.Folders;
using Xunit;

namespace Fds.Contracts.Tests.Folders;

/// <summary>What is said of a disk that is at fault.</summary>
public sealed class DiskFaultTests
{
    [Fact]
    public void Reason_OfADiskThatIsFull_NamesTheDiskAndItsSpace()
    {
        IOException full = new("No space left on device : '/proc/self/x'", 28);

        Assert.True(DiskFault.IsFull(full));
        Assert.Matches(@"^the disk / \(\S+, \d+\.\d of \d+\.\d [KMG]iB free\) is full$", DiskFault.Reason(full, "/"));
    }

    [Theory]
    [InlineData(122, "used up")]
    [InlineData(30, "can only be read")]
    [InlineData(5, "does not answer as it should")]
    public void Reason_OfAnotherFaultOfADisk_SaysWhich(int error, string words) => Assert.Contains(words, DiskFault.Reason(new IOException("words", error), "/"), StringComparison.Ordinal);

    [Fact]
    public void Reason_OfAnythingElse_IsWhatTheSystemSays()
    {
        Assert.Equal("this user may not write there", DiskFault.Reason(new UnauthorizedAccessException("Access to the path '/x' is denied."), "/x"));
        Assert.Equal("Too many levels of links", DiskFault.Reason(new IOException("Too many levels of links.", 40), "/x"));
        Assert.False(DiskFault.IsFull(new IOException("words", 40)));
    }

    [Fact]
    public void Disk_OfAPath_IsTheMountThatHoldsIt() => Assert.StartsWith("/proc (", DiskFault.Describe("/proc/self/status"), StringComparison.Ordinal);
}
