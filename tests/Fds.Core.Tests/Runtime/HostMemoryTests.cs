using Fds.Core.Runtime;
using Fds.Core.Tests.Datasets;
using Xunit;

namespace Fds.Core.Tests.Runtime;

public sealed class HostMemoryTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Free_OfThisHost_IsSomethingBetweenNothingAndAll() => Assert.InRange(HostMemory.Here.FreeBytes(), 1 << 20, 1L << 50);

    [Fact]
    public void Free_WhereNothingIsSaid_IsWithoutLimit() => Assert.Equal(long.MaxValue, HostMemory.Measure(root.Path));

    [Theory]
    [InlineData("", 8_000_000 * 1024L)]
    [InlineData("max", 8_000_000 * 1024L)]
    [InlineData("1000000", 1_000_000 - 600_000 + 50_000L)]
    [InlineData("500000", 0L)]
    public void Free_InAControlGroup_IsWhatItsLimitLeaves(string limit, long expected)
    {
        Write("proc/meminfo", "MemTotal: 16000000 kB\nMemFree: 1 kB\nMemAvailable:    8000000 kB\n");
        Write("proc/self/cgroup", "0::/outer/inner\n");
        Write("sys/fs/cgroup/outer/inner/memory.max", "max\n");
        Write("sys/fs/cgroup/outer/memory.max", limit + "\n");
        Write("sys/fs/cgroup/outer/memory.current", "600000\n");
        Write("sys/fs/cgroup/outer/memory.stat", limit == "500000" ? "anon 1\n" : "anon 1\ninactive_file 50000\nactive_file 7\n");

        Assert.Equal(expected, HostMemory.Measure(root.Path));
    }

    [Fact]
    public void Free_InAControlGroupOfTheFirstVersion_IsWhatItsLimitLeaves()
    {
        Write("proc/meminfo", "MemAvailable:    8000000 kB\n");
        Write("proc/self/cgroup", "5:cpu,memory:/docker/x\n4:pids:/\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "3000000\n");
        Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "1000000\n");

        Assert.Equal(2_000_000, HostMemory.Measure(root.Path));
    }

    private void Write(string name, string content) => root.Write(name, System.Text.Encoding.ASCII.GetBytes(content));
}
