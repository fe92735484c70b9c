using System.Net;
using System.Net.Sockets;

namespace Fds.Cluster.Tests.Processes;

/// <summary>
/// A port that leads to another address, as those of 'kubectl port-forward' do: bytes go to and fro unseen, and whoever comes while
/// nobody listens there is sent away.
/// </summary>
internal sealed class ForwardedPort : IAsyncDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly TcpListener listener;
    private readonly Task accepting;
    private volatile IPEndPoint target;

    private ForwardedPort(TcpListener listener, IPEndPoint target)
    {
        this.listener = listener;
        this.target = target;
        accepting = Accept();
    }

    /// <summary>Opens one.</summary>
    /// <param name="address">The address to listen at.</param>
    /// <param name="port">The port to listen at.</param>
    /// <param name="target">The address and port it leads to.</param>
    public static ForwardedPort Open(string address, int port, string target)
    {
        TcpListener listener = new(IPAddress.Parse(address), port);
        listener.Start();
        return new(listener, IPEndPoint.Parse(target));
    }

    /// <summary>Leads elsewhere whoever comes from now on.</summary>
    public void LeadTo(string elsewhere) => target = IPEndPoint.Parse(elsewhere);

    public override string ToString() => listener.LocalEndpoint.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await accepting;
        listener.Dispose();
        closing.Dispose();
    }

    private async Task Accept()
    {
        List<Task> open = [];
        try
        {
            while (true)
            {
                open.Add(Forward(await listener.AcceptTcpClientAsync(closing.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task Forward(TcpClient near)
    {
        using (near)
        {
            using TcpClient far = new();
            try
            {
                await far.ConnectAsync(target, closing.Token);
                await await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), closing.Token), far.GetStream().CopyToAsync(near.GetStream(), closing.Token));
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // One end is gone, and now the other.
            }
        }
    }
}
