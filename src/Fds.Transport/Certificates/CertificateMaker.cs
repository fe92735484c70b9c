using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fds.Transport.Certificates;

/// <summary>Makes a certificate authority and certificates of its own, with keys on the curve P-256.</summary>
/// <param name="time">The clock.</param>
public sealed class CertificateMaker(TimeProvider time)
{
    /// <summary>Clocks differ a little from machine to machine: a certificate is valid from this long before it was made.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    /// <summary>A new authority.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="validity">How long it is valid.</param>
    public PemPair Authority(string name, TimeSpan validity)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(Subject(name, role: null), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 made = request.CreateSelfSigned(From, time.GetUtcNow() + validity);
        return Pair(made, key);
    }

    /// <summary>A new certificate from an authority.</summary>
    /// <param name="authority">The authority, with its key.</param>
    /// <param name="role">The role, one of <see cref="Roles"/>.</param>
    /// <param name="validity">How long it is valid, at most as long as the authority.</param>
    /// <param name="hosts">Host names and addresses to put into it.</param>
    /// <exception cref="CertificateException">The authority ends before the certificate would.</exception>
    public PemPair Certificate(PemPair authority, string role, TimeSpan validity, params IEnumerable<string> hosts)
    {
        using X509Certificate2 issuer = X509Certificate2.CreateFromPem(authority.Certificate, authority.Key);
        DateTimeOffset until = time.GetUtcNow() + validity;
        if (until > issuer.NotAfter)
        {
            throw new CertificateException($"The authority is valid until {issuer.NotAfter.ToUniversalTime():u}, but the certificate would be until {until:u}. Ask for fewer days, or make a new authority in another folder.");
        }

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(Subject($"fds {role}", role), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(role == Roles.Silo ? [ServerUse, ClientUse] : [ClientUse], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        AddHosts(request, [.. hosts]);
        using X509Certificate2 made = request.Create(issuer, From, until, RandomNumberGenerator.GetBytes(16));
        return Pair(made, key);
    }

    private DateTimeOffset From => time.GetUtcNow() - ClockTolerance;

    private static X500DistinguishedName Subject(string name, string? role)
    {
        X500DistinguishedNameBuilder subject = new();
        if (role is not null)
        {
            subject.AddOrganizationalUnitName(role);
        }

        subject.AddCommonName(name);
        return subject.Build();
    }

    private static void AddHosts(CertificateRequest request, string[] hosts)
    {
        if (hosts.Length == 0)
        {
            return;
        }

        SubjectAlternativeNameBuilder names = new();
        foreach (string host in hosts)
        {
            if (IPAddress.TryParse(host, out IPAddress? address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        request.CertificateExtensions.Add(names.Build());
    }

    private static PemPair Pair(X509Certificate2 certificate, ECDsa key) => new(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
}
