using Fds.Core.Runtime;
using Xunit;

namespace Fds.Core.Tests.Runtime;

public sealed class LowPriorityTests
{
    [Fact]
    public void OfThisThread_IsSeenByTheSystem_AndOfNoOther()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nice values of threads are Linux's.");
        int own = Nice();
        int lowered = own;
        Thread thread = new(() =>
        {
            LowPriority.OfThisThread();
            lowered = Nice();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(Math.Max(own, 10), lowered);
        Assert.Equal(own, Nice());
    }

    /// <summary>The nice value of the calling thread: the 19th field of its line, the second of which is a name in brackets.</summary>
    private static int Nice() => int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[16]);
}
