using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Fds.Cluster.Tests.Processes;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Nobody listens where a silo does: the second does not start, and says what is taken and by whom.</summary>
public sealed class PortTests
{
    [Fact]
    public async Task Silo_OnThePortsOfAnother_DoesNotStartAndNamesPortsAndHolder()
    {
        using TemporaryFolder folder = new();
        await using ServerSilo first = await ServerSilo.Start(folder["a"]);

        (int code, string errors) = await ServerSilo.StartInVain(folder["b"], $"--Fds:SiloPort={first.SiloPort}", $"--Fds:GatewayPort={first.GatewayPort}");

        Assert.Equal(1, code);
        string taken = $"fds-silo: Fds:SiloPort (127.0.0.1:{first.SiloPort}) and Fds:GatewayPort (127.0.0.1:{first.GatewayPort}) are taken by process {first.Id} (fds-silo --Fds:Storage=";
        Assert.StartsWith(taken, errors, StringComparison.Ordinal);
        Assert.EndsWith("; stop that one or choose other ports.", errors.TrimEnd(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["b"]));
    }

    /// <summary>The last three are ones beside which the system would let the silo listen.</summary>
    [Theory]
    [InlineData("127.0.0.1", false, "Fds:GatewayPort")]
    [InlineData("0.0.0.0", false, "Fds:HttpPort")]
    [InlineData("127.0.0.1", true, "Fds:SiloPort")]
    [InlineData("0.0.0.0", true, "Fds:GatewayPort")]
    [InlineData("::1", false, "Fds:GatewayPort")]
    [InlineData("::", true, "Fds:HttpPort")]
    public async Task Silo_WhereAnotherProgramListens_DoesNotStart(string address, bool shares, string setting)
    {
        Assert.SkipWhen(address.Contains(':') && !Socket.OSSupportsIPv6, "There is no IPv6 here.");
        using TemporaryFolder folder = new();
        using Socket other = new(IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (shares)
        {
            // On Linux this is SO_REUSEPORT, too, with which Orleans listens.
            other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        int port = Ports.Free();
        other.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        other.Listen();

        (int code, string errors) = await ServerSilo.StartInVain(folder["state"], $"--{setting}={port}");

        Assert.Equal(1, code);
        Assert.Matches($@"^fds-silo: {setting} \(127\.0\.0\.1:{port}\) is taken by process {Environment.ProcessId} \(.*\); stop that one or choose another port\.\s*$", errors);
    }

    [Fact]
    public async Task Silo_WithOnePortForTwoThings_IsRefused()
    {
        using TemporaryFolder folder = new();
        int port = Ports.Free();
        (int code, string errors) = await ServerSilo.StartInVain(folder["state"], $"--Fds:SiloPort={port}", $"--Fds:GatewayPort={port}");

        Assert.Equal((1, $"fds-silo: Fds:SiloPort (127.0.0.1:{port}) and Fds:GatewayPort (127.0.0.1:{port}) are the same port; give each one of its own."), (code, errors.TrimEnd()));
    }

    [Fact]
    public async Task Silo_AtAnAddressOfAnotherHost_SaysSo()
    {
        using TemporaryFolder folder = new();
        int port = Ports.Free();
        (int code, string errors) = await ServerSilo.StartInVain(folder["state"], $"--Fds:HttpPort={port}", "--Fds:HttpAddress=192.0.2.1");

        Assert.Equal((1, $"fds-silo: Fds:HttpPort (192.0.2.1:{port}) is not at an address of this host, which has no 192.0.2.1."), (code, errors.TrimEnd()));
    }

    [Fact]
    public async Task Silos_ThatStartAtTheSameMomentOnTheSamePorts_AreOneInTheEnd()
    {
        using TemporaryFolder folder = new();
        int[] ports = Ports.Free(2);
        string[] same = [$"--Fds:SiloPort={ports[0]}", $"--Fds:GatewayPort={ports[1]}"];

        Task<ServerSilo>[] starting = [ServerSilo.Start(folder["a"], same), ServerSilo.Start(folder["b"], same)];
        await Task.WhenAll(starting).ContinueWith(_ => { }, TaskScheduler.Default);

        await using ServerSilo up = await Assert.Single(starting, start => start.IsCompletedSuccessfully);
        Exception refused = Assert.Single(starting, start => start.IsFaulted).Exception!.InnerException!;
        Assert.Matches(new Regex($@"^fds-silo: .*taken by process {up.Id} ", RegexOptions.Multiline), refused.Message[refused.Message.IndexOf("fds-silo:", StringComparison.Ordinal)..]);
    }
}
