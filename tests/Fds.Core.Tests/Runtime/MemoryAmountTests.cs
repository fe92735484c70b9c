using Fds.Core.Runtime;
using Xunit;

namespace Fds.Core.Tests.Runtime;

public sealed class MemoryAmountTests
{
    [Theory]
    [InlineData(null, "-")]
    [InlineData(0L, "0.0 KiB")]
    [InlineData(1536L, "1.5 KiB")]
    [InlineData((1L << 20) - 1, "1024.0 KiB")]
    [InlineData(5L << 20, "5.0 MiB")]
    [InlineData(1L << 30, "1.0 GiB")]
    [InlineData(2_376_000_000L, "2.2 GiB")]
    public void Words_OfAnAmount_AreInItsUnit(long? bytes, string expected) => Assert.Equal(expected, MemoryAmount.Words(bytes));
}
