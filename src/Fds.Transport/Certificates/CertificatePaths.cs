namespace Fds.Transport.Certificates;

/// <summary>The three files that say who one is and whom one trusts.</summary>
/// <param name="Authority">PEM file of the cluster's own certificate authority; several certificates while authorities change.</param>
/// <param name="Certificate">PEM file of one's own certificate, followed by intermediate ones where there are any.</param>
/// <param name="Key">PEM file of its private key, not encrypted.</param>
public sealed record CertificatePaths(NamedFile Authority, NamedFile Certificate, NamedFile Key);
