using System.Net;

namespace Fds.Silo.Ports;

/// <summary>A socket of this host that somebody listens at.</summary>
/// <param name="Address">Where.</param>
/// <param name="Inode">The number by which its process has it open.</param>
internal sealed record ListeningSocket(IPEndPoint Address, string Inode);
