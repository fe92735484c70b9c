using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Fds.Silo.Ports;

/// <summary>
/// Decides which of several silos that start at the same moment may check a port and then listen there. Checking and listening are two steps, and
/// Orleans listens in a way that lets others listen, too. A claim is a name that the system releases with the process, in the
/// same network as the port.
/// </summary>
internal static class PortClaims
{
    /// <summary>Longest wait for a claim. Others hold a claim only while they begin to listen, and whether they listen is checked in any case.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly ConcurrentDictionary<int, Socket> Held = new();

    /// <summary>Takes a claim, unless another process or another part of this one holds it.</summary>
    public static bool TryTake(int port)
    {
        Socket claim = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            claim.Bind(new UnixDomainSocketEndPoint($"\0fds-silo/port/{port}"));
            Held[port] = claim;
            return true;
        }
        catch (SocketException)
        {
            claim.Dispose();
            return false;
        }
    }

    /// <summary>Releases a claim.</summary>
    public static void Release(int port)
    {
        if (Held.TryRemove(port, out Socket? claim))
        {
            claim.Dispose();
        }
    }

    /// <summary>Runs an action while no other silo runs one for the same ports. Earlier claims of this process are kept.</summary>
    public static async Task<T> While<T>(IEnumerable<int> ports, Func<ValueTask<T>> action)
    {
        List<int> taken = [];
        try
        {
            foreach (int port in ports.Where(port => port != 0).Distinct().Order())
            {
                if (!Held.ContainsKey(port) && await TakeSoon(port))
                {
                    taken.Add(port);
                }
            }

            return await action();
        }
        finally
        {
            taken.ForEach(Release);
        }
    }

    private static async Task<bool> TakeSoon(int port)
    {
        long started = TimeProvider.System.GetTimestamp();
        bool taken;
        while (!(taken = TryTake(port)) && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Pause, TimeProvider.System);
        }

        return taken;
    }
}
