using System.Net;
using System.Net.Sockets;

namespace Fds.Testing.Processes;

/// <summary>Ports of the loopback address that are free now.</summary>
public static class Ports
{
    /// <summary>One that is free.</summary>
    public static int Free() => Free(1)[0];

    /// <summary>Several that are free, no two the same.</summary>
    public static int[] Free(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }
}
