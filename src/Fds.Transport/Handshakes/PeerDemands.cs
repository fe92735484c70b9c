using System.Collections.Immutable;
using System.Security.Cryptography;
using Fds.Transport.Certificates;

namespace Fds.Transport.Handshakes;

/// <summary>What the other end's certificate must be.</summary>
/// <param name="Roles">The roles it may have.</param>
/// <param name="Use">The extended key usage it must have.</param>
internal sealed record PeerDemands(ImmutableArray<string> Roles, Oid Use)
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    /// <summary>Only a silo opens a silo's port, anyone of the cluster the gateway, and what is opened must be a silo.</summary>
    public static PeerDemands Of(Port port) => port switch
    {
        Port.Silo => new([Certificates.Roles.Silo], ClientUse),
        Port.Gateway => new([Certificates.Roles.Silo, Certificates.Roles.Client], ClientUse),
        _ => new([Certificates.Roles.Silo], ServerUse),
    };
}
