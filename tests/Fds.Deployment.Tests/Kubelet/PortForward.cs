using System.Net;
using System.Net.Sockets;

namespace Fds.Deployment.Tests.Kubelet;

/// <summary>A port of loopback that leads to a pod's, as 'kubectl port-forward' makes one.</summary>
internal sealed class PortForward : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;

    private PortForward(IPEndPoint target)
    {
        listener.Start();
        accepting = Accept(target);
    }

    public string Address => listener.LocalEndpoint.ToString()!;

    public static PortForward To(string target) => new(IPEndPoint.Parse(target));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await accepting;
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task Accept(IPEndPoint target)
    {
        List<Task> relays = [];
        try
        {
            while (true)
            {
                relays.Add(Relay(await listener.AcceptTcpClientAsync(stopping.Token), target));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task Relay(TcpClient near, IPEndPoint target)
    {
        using TcpClient far = new();
        using (near)
        {
            try
            {
                await far.ConnectAsync(target, stopping.Token);
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), stopping.Token), far.GetStream().CopyToAsync(near.GetStream(), stopping.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One end has gone.
            }
        }
    }
}
