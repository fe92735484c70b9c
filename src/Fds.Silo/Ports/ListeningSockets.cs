using System.Globalization;
using System.Net;

namespace Fds.Silo.Ports;

/// <summary>Linux's list of listening sockets, in <c>/proc/net/tcp</c> and <c>/proc/net/tcp6</c>.</summary>
internal static class ListeningSockets
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The listening sockets that a connection to an address may reach; none if the system does not list them.</summary>
    public static IReadOnlyList<ListeningSocket> At(IPEndPoint wanted) =>
        [.. Tables.Where(File.Exists).SelectMany(table => Read(File.ReadLines(table))).Where(socket => Meets(socket.Address, wanted))];

    /// <summary>The listening ones of a table.</summary>
    internal static IEnumerable<ListeningSocket> Read(IEnumerable<string> table) =>
        from line in table.Skip(1)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields.Length > 9 && fields[3] == Listening
        select new ListeningSocket(EndPoint(fields[1]), fields[9]);

    /// <summary>
    /// Whether two addresses are one place: they are equal, or one of them stands for all addresses of the host, of either family, or both are what
    /// <c>localhost</c> leads to. The system would let two processes listen there, and a connection would reach one or the other.
    /// </summary>
    internal static bool Meets(IPEndPoint one, IPEndPoint other)
    {
        (IPAddress a, IPAddress b) = (Plain(one.Address), Plain(other.Address));
        return one.Port == other.Port && (a.Equals(b) || IsAny(a) || IsAny(b) || (IsLocalhost(a) && IsLocalhost(b)));
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static bool IsLocalhost(IPAddress address) => address.Equals(IPAddress.Loopback) || address.Equals(IPAddress.IPv6Loopback);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Address and port in hexadecimal digits, the address in words of four bytes with the lowest byte first.</summary>
    private static IPEndPoint EndPoint(string text)
    {
        string[] parts = text.Split(':');
        byte[] address = Convert.FromHexString(parts[0]);
        for (int word = 0; word < address.Length; word += 4)
        {
            Array.Reverse(address, word, 4);
        }

        return new(new IPAddress(address), int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
