namespace Fds.Transport.Handshakes;

/// <summary>Which end of which connection.</summary>
public enum Port
{
    /// <summary>A silo's port for other silos.</summary>
    Silo,

    /// <summary>A silo's port for consoles.</summary>
    Gateway,

    /// <summary>The end that opens a connection.</summary>
    Outgoing,
}
