namespace Fds.Transport.Handshakes;

/// <summary>Why a connection was refused. The values up to <see cref="WrongUse"/> cross the wire as one byte and never change.</summary>
public enum Refusal : byte
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The other end presents no certificate.</summary>
    NoCertificate = 1,

    /// <summary>Its certificate does not come from this cluster's authority, or was changed after it was signed.</summary>
    WrongAuthority = 2,

    /// <summary>Its certificate has ended.</summary>
    Expired = 3,

    /// <summary>Its certificate is not valid yet.</summary>
    NotYetValid = 4,

    /// <summary>The role in its certificate may not open this port.</summary>
    WrongRole = 5,

    /// <summary>Its certificate is not for this end of a connection.</summary>
    WrongUse = 6,

    /// <summary>It does not speak TLS.</summary>
    NoTls = 100,

    /// <summary>It speaks no TLS newer than 1.2.</summary>
    OldTls = 101,

    /// <summary>It did not finish the handshake in time.</summary>
    TimedOut = 102,

    /// <summary>It broke off the handshake, or spoke nonsense.</summary>
    BrokenOff = 103,
}
