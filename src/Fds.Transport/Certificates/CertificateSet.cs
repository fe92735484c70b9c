using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fds.Transport.Certificates;

/// <summary>
/// One's own certificate with its key, and the authorities that others' certificates must come from. Connections that began with a
/// set keep it after it was replaced, so it is left to the garbage collector.
/// </summary>
/// <param name="Own">One's own certificate, with its key and intermediate certificates.</param>
/// <param name="Authorities">The authorities.</param>
internal sealed record CertificateSet(SslStreamCertificateContext Own, X509Certificate2Collection Authorities)
{
    /// <summary>When one's own certificate ends to be valid.</summary>
    public DateTimeOffset ValidUntil => Own.TargetCertificate.NotAfter;

    /// <summary>Reads a set from the text of its files.</summary>
    /// <exception cref="CertificateException">A file does not hold what it should, or certificate and key are not a pair.</exception>
    public static CertificateSet Parse(CertificateContent content, CertificatePaths paths)
    {
        X509Certificate2Collection authorities = Certificates(content.Authority, paths.Authority);
        X509Certificate2Collection chain = Certificates(content.Certificate, paths.Certificate);
        X509Certificate2 own = WithKey(content, paths);
        return new(SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true), authorities);
    }

    private static X509Certificate2Collection Certificates(string text, NamedFile file)
    {
        X509Certificate2Collection found = [];
        try
        {
            found.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw new CertificateException($"{file.Setting}: the file {file.Path} is damaged: {e.Message}", e);
        }

        return found.Count > 0 ? found : throw new CertificateException($"{file.Setting}: the file {file.Path} holds no certificate; expected PEM text with BEGIN CERTIFICATE.");
    }

    private static X509Certificate2 WithKey(CertificateContent content, CertificatePaths paths)
    {
        try
        {
            return X509Certificate2.CreateFromPem(content.Certificate, content.Key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CertificateException(
                $"{paths.Key.Setting}: the file {paths.Key.Path} does not hold the private key of the certificate in {paths.Certificate.Path} ({paths.Certificate.Setting}), as PEM text without a password: {e.Message}", e);
        }
    }
}
