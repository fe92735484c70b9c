using System.Security.Cryptography.X509Certificates;

namespace Fds.Transport.Handshakes;

/// <summary>Judges the other end's certificate: authority first, then time, use and role.</summary>
internal static class PeerCheck
{
    private const string OrganisationalUnit = "2.5.4.11";

    private const X509ChainStatusFlags Untrusted = ~(X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotValidForUsage);

    /// <summary>What is wrong with a certificate.</summary>
    /// <param name="certificate">The certificate; null where none was presented.</param>
    /// <param name="intermediates">Certificates that came with it.</param>
    /// <param name="authorities">The authorities to trust.</param>
    /// <param name="demands">What it must be.</param>
    /// <param name="now">The time to judge by.</param>
    public static Refusal Judge(
        X509Certificate2? certificate, X509Certificate2Collection? intermediates, X509Certificate2Collection authorities, PeerDemands demands, DateTimeOffset now)
    {
        if (certificate is null)
        {
            return Refusal.NoCertificate;
        }

        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates ?? []);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(demands.Use);
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.Build(certificate);
        X509ChainStatusFlags status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        foreach (X509ChainElement element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        if ((status & Untrusted) != 0)
        {
            return Refusal.WrongAuthority;
        }

        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return now < certificate.NotBefore ? Refusal.NotYetValid : Refusal.Expired;
        }

        if (status.HasFlag(X509ChainStatusFlags.NotValidForUsage))
        {
            return Refusal.WrongUse;
        }

        return OrganisationalUnits(certificate).Any(unit => unit is not null && demands.Roles.Contains(unit)) ? Refusal.None : Refusal.WrongRole;
    }

    private static IEnumerable<string?> OrganisationalUnits(X509Certificate2 certificate) =>
        certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == OrganisationalUnit)
            .Select(name => name.GetSingleElementValue());
}
