using System.Net;
using System.Net.Sockets;

namespace Fds.Silo.Ports;

/// <summary>
/// Ports of the loopback address that are free now. They lie below those that systems give to whoever asks for any, so that none is given
/// away before the silo listens there; where a process begins to look depends on its id, so that hardly two look at the same, and one that
/// does finds it claimed.
/// </summary>
internal static class FreePorts
{
    private const int First = 12_000;
    private const int Range = 10_000;
    private const int Stride = 61;

    /// <summary>Two of them, claimed for the life of this process.</summary>
    public static (int Silo, int Gateway) Two() =>
        Enumerable.Range(Environment.ProcessId * Stride, Range).Select(number => First + (number % Range)).Where(MayHave).Take(2).ToArray() is [int silo, int gateway]
            ? (silo, gateway)
            : throw new PortException($"None of the ports {First} to {First + Range - 1} of the loopback address is free for a silo of one's own.");

    private static bool MayHave(int port)
    {
        if (!PortClaims.TryTake(port))
        {
            return false;
        }

        if (ListeningSockets.At(new IPEndPoint(IPAddress.Loopback, port)).Count == 0 && PortGuard.WhyNot(new(IPAddress.Loopback, port)) is null)
        {
            return true;
        }

        PortClaims.Release(port);
        return false;
    }
}
