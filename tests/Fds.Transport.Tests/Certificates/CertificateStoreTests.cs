using Fds.Transport.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Fds.Transport.Tests.Certificates;

/// <summary>Certificates from files, taken up as they change.</summary>
public sealed class CertificateStoreTests : IDisposable
{
    private readonly Pki pki = new();

    public void Dispose() => pki.Dispose();

    [Fact]
    public void Files_WhenReplaced_AreTakenUp()
    {
        CertificateStore store = pki.Store("silo", pki.Issue(Roles.Silo));
        string before = store.Current().Own.TargetCertificate.Thumbprint;
        Assert.Same(store.Current(), store.Current());

        pki.Write("silo", pki.Issue(Roles.Silo));

        Assert.NotEqual(before, store.Current().Own.TargetCertificate.Thumbprint);
        Assert.Same(store.Current(), store.Current());
    }

    [Fact]
    public void Files_WhenTheyDoNotFitEachOther_LeaveTheOnesBeforeInForce()
    {
        CertificatePaths paths = pki.Write("silo", pki.Issue(Roles.Silo));
        CertificateStore store = new(paths, NullLogger<CertificateStore>.Instance);
        CertificateSet before = store.Current();

        // In the middle of a rotation: the new certificate is there, its key is not yet.
        PemPair renewed = pki.Issue(Roles.Silo);
        File.WriteAllText(paths.Certificate.Path, renewed.Certificate);
        Assert.Same(before, store.Current());
        File.Delete(paths.Key.Path);
        Assert.Same(before, store.Current());

        File.WriteAllText(paths.Key.Path, renewed.Key);
        Assert.NotSame(before, store.Current());
    }

    [Fact]
    public void Authority_WhenItsFileHoldsTwo_TrustsBoth()
    {
        CertificateStore store = pki.Store("silo", pki.Issue(Roles.Silo), pki.Authority.Certificate + pki.Stranger.Certificate);
        Assert.Equal(2, store.Current().Authorities.Count);
    }

    [Fact]
    public void Store_WhenAFileIsAbsent_NamesSettingAndFile()
    {
        CertificatePaths paths = pki.Write("silo", pki.Issue(Roles.Silo));
        File.Delete(paths.Certificate.Path);

        CertificateException fault = Assert.Throws<CertificateException>(() => new CertificateStore(paths, NullLogger<CertificateStore>.Instance));
        Assert.StartsWith($"Certificate: the file {paths.Certificate.Path} cannot be read: ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    public void Store_WhenTheAuthorityHoldsNoCertificate_NamesSettingAndFile(string text)
    {
        CertificatePaths paths = pki.Write("silo", pki.Issue(Roles.Silo), text);

        CertificateException fault = Assert.Throws<CertificateException>(() => new CertificateStore(paths, NullLogger<CertificateStore>.Instance));
        Assert.StartsWith($"Authority: the file {paths.Authority.Path} ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Store_WhenTheKeyIsAnothers_NamesBothFiles()
    {
        CertificatePaths paths = pki.Write("silo", pki.Issue(Roles.Silo) with { Key = pki.Issue(Roles.Silo).Key });

        CertificateException fault = Assert.Throws<CertificateException>(() => new CertificateStore(paths, NullLogger<CertificateStore>.Instance));
        Assert.StartsWith($"Key: the file {paths.Key.Path} does not hold the private key of the certificate in {paths.Certificate.Path} (Certificate)", fault.Message, StringComparison.Ordinal);
    }
}
