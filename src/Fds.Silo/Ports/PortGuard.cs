using System.Net;
using System.Net.Sockets;

namespace Fds.Silo.Ports;

/// <summary>Ensures that a silo is the only listener on its ports, even where the system would allow several.</summary>
internal static class PortGuard
{
    /// <summary>Fails unless each of the ports is free now.</summary>
    /// <exception cref="PortException">One is not; the message names all that are not, and who has them.</exception>
    public static void Require(IReadOnlyList<PortUse> uses)
    {
        string[] complaints = [.. Twice(uses), .. uses.Where(use => use.Address.Port != 0).GroupBy(Complaint).Where(alike => alike.Key is not null).Select(alike => Sentence([.. alike], alike.Key!))];
        if (complaints.Length > 0)
        {
            throw new PortException(string.Join(" ", complaints));
        }
    }

    /// <summary>Why nobody can listen at an address, as the rest of a sentence; null where this process can.</summary>
    public static string? WhyNot(IPEndPoint address)
    {
        try
        {
            using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(address);
            socket.Listen(1);
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "taken by another process, which this user may not see",
                SocketError.AddressNotAvailable => $"not at an address of this host, which has no {address.Address}",
                SocketError.AccessDenied => "not permitted for this user: only root may listen below 1024",
                _ => $"not usable: {e.Message}",
            };
        }
    }

    /// <summary>Two uses by this silo itself at one place.</summary>
    private static IEnumerable<string> Twice(IReadOnlyList<PortUse> uses) =>
        from i in Enumerable.Range(0, uses.Count)
        from j in Enumerable.Range(i + 1, uses.Count - i - 1)
        where uses[i].Address.Port != 0 && ListeningSockets.Meets(uses[i].Address, uses[j].Address)
        select $"{uses[i]} and {uses[j]} are the same port; give each one of its own.";

    private static string? Complaint(PortUse use)
    {
        IReadOnlyList<ListeningSocket> others = ListeningSockets.At(use.Address);
        if (others.Select(other => SocketHolder.Find(other.Inode)).OfType<string>().FirstOrDefault() is { } holder)
        {
            return $"taken by {holder}";
        }

        return WhyNot(use.Address) ?? (others.Count > 0 ? $"taken by another process, which this user may not see, at {others[0].Address}" : null);
    }

    private static string Sentence(PortUse[] uses, string complaint) =>
        $"{string.Join(" and ", uses.Select(use => use.ToString()))} {(uses.Length == 1 ? "is" : "are")} {complaint}{(complaint.StartsWith("taken", StringComparison.Ordinal) ? $"; stop that one or choose {(uses.Length == 1 ? "another port" : "other ports")}" : "")}.";
}
