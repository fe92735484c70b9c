using System.Net;

namespace Fds.Silo.Ports;

/// <summary>Where a silo is to listen.</summary>
/// <param name="Setting">The setting that says the port.</param>
/// <param name="Address">The address and the port.</param>
internal sealed record PortUse(string Setting, IPEndPoint Address)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Setting} ({Address})";
}
