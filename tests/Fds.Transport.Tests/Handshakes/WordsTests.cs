using Fds.Transport.Handshakes;
using Xunit;

namespace Fds.Transport.Tests.Handshakes;

/// <summary>Ports and refusals as labels of metrics and in words.</summary>
public sealed class WordsTests
{
    [Fact]
    public void Refusals_HaveALabelAndAReasonEach()
    {
        Refusal[] all = Enum.GetValues<Refusal>();
        Assert.Equal(all.Length, all.Select(refusal => refusal.Label()).Distinct().Count());
        Assert.Equal(all.Length, all.Select(refusal => refusal.Reason()).Distinct().Count());
        Assert.Equal("broken-off", ((Refusal)77).Label());
    }

    [Fact]
    public void Ports_HaveALabelEach() => Assert.Equal(["silo", "gateway", "outgoing"], Enum.GetValues<Port>().Select(port => port.Label()));
}
