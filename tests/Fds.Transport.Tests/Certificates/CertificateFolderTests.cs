using System.Security.Cryptography.X509Certificates;
using Fds.Testing;
using Fds.Transport.Certificates;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Fds.Transport.Tests.Certificates;

/// <summary>What a folder of certificates holds.</summary>
public sealed class CertificateFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
    private readonly TemporaryFolder folder = new();
    private readonly CertificateFolder subject;

    public CertificateFolderTests() => subject = new(folder["certs"], new CertificateMaker(new FakeTimeProvider(Now)));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Folder_WhenFilled_HasAuthoritySiloAndClientAndKeysForTheirOwnerAlone()
    {
        Assert.True(subject.Fill(TimeSpan.FromDays(30), "silo.example", "10.1.2.3"));

        string[] expected = ["ca.crt", "ca.key", "client.crt", "client.key", "silo.crt", "silo.key"];
        Assert.Equal(expected, Directory.GetFiles(folder["certs"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            foreach (string key in Directory.GetFiles(folder["certs"], "*.key"))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
            }
        }

        using X509Certificate2 silo = Read("silo");
        Assert.Equal("OU=silo, CN=fds silo", silo.Subject);
        Assert.Equal(Now + TimeSpan.FromDays(30), silo.NotAfter.ToUniversalTime());
        Assert.True(silo.MatchesHostname("silo.example"));
        Assert.True(silo.MatchesHostname("10.1.2.3"));
        using X509Certificate2 client = Read("client");
        Assert.Equal("OU=client, CN=fds client", client.Subject);
        using X509Certificate2 authority = Read("ca");
        Assert.Equal(Now + TimeSpan.FromDays(300), authority.NotAfter.ToUniversalTime());
    }

    [Fact]
    public void Folder_WhenFilledAgain_KeepsTheAuthorityAndRenewsTheRest()
    {
        subject.Fill(TimeSpan.FromDays(30));
        string authority = File.ReadAllText(Path.Combine(folder["certs"], "ca.crt"));
        string silo = File.ReadAllText(Path.Combine(folder["certs"], "silo.crt"));

        Assert.False(subject.Fill(TimeSpan.FromDays(60)));

        Assert.Equal(authority, File.ReadAllText(Path.Combine(folder["certs"], "ca.crt")));
        Assert.NotEqual(silo, File.ReadAllText(Path.Combine(folder["certs"], "silo.crt")));
    }

    [Fact]
    public void Folder_WhenTheAuthorityEndsBefore_SaysSo()
    {
        subject.Fill(TimeSpan.FromDays(1));

        CertificateException fault = Assert.Throws<CertificateException>(() => subject.Fill(TimeSpan.FromDays(11)));
        Assert.StartsWith("The authority is valid until 2026-05-14 03:02:01Z, but the certificate would be until 2026-05-15 03:02:01Z.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_WhenTheAuthoritysKeyIsMissing_SaysSo()
    {
        subject.Fill(TimeSpan.FromDays(1));
        File.Delete(Path.Combine(folder["certs"], "ca.key"));

        CertificateException fault = Assert.Throws<CertificateException>(() => subject.Fill(TimeSpan.FromDays(1)));
        Assert.Contains("ca.key", fault.Message, StringComparison.Ordinal);
    }

    private X509Certificate2 Read(string name) => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder["certs"], $"{name}.crt"));
}
