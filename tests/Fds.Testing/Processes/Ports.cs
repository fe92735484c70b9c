using System.Net;
using System.Net.Sockets;

namespace Fds.Testing.Processes;

/// <summary>
/// Ports of the loopback address that are free now. They lie below those that systems give to whoever asks for any, so that nobody is
/// given one between its choice and its use, and beside those among which private silos look for theirs.
/// </summary>
public static class Ports
{
    private const int First = 22_000;
    private const int Range = 10_000;
    private static int last = Environment.ProcessId * 61 % Range;

    /// <summary>One that is free.</summary>
    public static int Free() => Free(1)[0];

    /// <summary>Several that are free, no two the same.</summary>
    public static int[] Free(int count) => [.. Candidates().Where(IsFree).Take(count)];

    private static IEnumerable<int> Candidates()
    {
        while (true)
        {
            yield return First + (int)((uint)Interlocked.Increment(ref last) % Range);
        }
    }

    private static bool IsFree(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
