using System.Net;
using Fds.Client.Connections;
using Xunit;

namespace Fds.Client.Tests.Connections;

public sealed class NamedGatewaysTests
{
    [Fact]
    public async Task Gateways_AreLookedUpAnewAndKeptWhileNamesLeadNowhere()
    {
        Queue<Func<IReadOnlyList<IPEndPoint>>> looks = new(
        [
            () => [IPEndPoint.Parse("10.0.0.1:30000"), IPEndPoint.Parse("10.0.0.2:30000")],
            () => [IPEndPoint.Parse("10.0.0.3:30000")],
            () => throw new ConsoleException(ExitCodes.Unreachable, "the host is not known."),
        ]);
        NamedGateways subject = new(() => looks.Dequeue()(), [IPEndPoint.Parse("10.0.0.1:30000")], TimeSpan.FromSeconds(1));
        Assert.True(subject.IsUpdatable);

        Assert.Equal(["gwy.tcp://10.0.0.1:30000/0", "gwy.tcp://10.0.0.2:30000/0"], (await subject.GetGateways()).Select(uri => uri.ToString()));
        Assert.Equal(["gwy.tcp://10.0.0.3:30000/0"], (await subject.GetGateways()).Select(uri => uri.ToString()));
        Assert.Equal(["gwy.tcp://10.0.0.3:30000/0"], (await subject.GetGateways()).Select(uri => uri.ToString()));
    }
}
