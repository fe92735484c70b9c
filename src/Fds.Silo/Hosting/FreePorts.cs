using System.Net;
using System.Net.Sockets;

namespace Fds.Silo.Hosting;

/// <summary>
/// Ports of the loopback address that are free now. They lie below those that systems give to whoever asks for any, so that none is given
/// away before the silo listens there; where a process begins to look depends on its id, so that hardly two look at the same.
/// </summary>
internal static class FreePorts
{
    private const int First = 12_000;
    private const int Range = 10_000;
    private const int Stride = 61;

    /// <summary>Two of them.</summary>
    public static (int Silo, int Gateway) Two() =>
        Enumerable.Range(Environment.ProcessId * Stride, Range).Select(number => First + (number % Range)).Where(IsFree).Take(2).ToArray() is [int silo, int gateway]
            ? (silo, gateway)
            : throw new SocketException((int)SocketError.AddressAlreadyInUse);

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
