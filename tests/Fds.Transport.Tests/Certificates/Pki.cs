using Fds.Testing;
using Fds.Transport.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Fds.Transport.Tests.Certificates;

/// <summary>Authorities and certificates as files, made for one test.</summary>
internal sealed class Pki : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider past = new(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(5));
    private readonly CertificateMaker maker;

    public Pki()
    {
        maker = new(past);
        Authority = maker.Authority("this cluster", TimeSpan.FromDays(100));
        Stranger = maker.Authority("another cluster", TimeSpan.FromDays(100));
    }

    public PemPair Authority { get; }

    public PemPair Stranger { get; }

    /// <summary>A certificate made five days ago, valid for ninety days or as long as is said.</summary>
    public PemPair Issue(string role, TimeSpan? validity = null, PemPair? authority = null) =>
        maker.Certificate(authority ?? Authority, role, validity ?? TimeSpan.FromDays(90), "localhost", "127.0.0.1");

    /// <summary>A certificate that will be valid from this time on.</summary>
    public PemPair IssueLater(string role, TimeSpan wait)
    {
        past.Advance(TimeSpan.FromDays(5) + wait);
        return Issue(role, TimeSpan.FromDays(10));
    }

    /// <summary>Writes a set into files of this name.</summary>
    public CertificatePaths Write(string name, PemPair own, string? authorities = null)
    {
        File.WriteAllText(folder[$"{name}.ca.crt"], authorities ?? Authority.Certificate);
        File.WriteAllText(folder[$"{name}.crt"], own.Certificate);
        File.WriteAllText(folder[$"{name}.key"], own.Key);
        return new(new("Authority", folder[$"{name}.ca.crt"]), new("Certificate", folder[$"{name}.crt"]), new("Key", folder[$"{name}.key"]));
    }

    public CertificateStore Store(string name, PemPair own, string? authorities = null) =>
        new(Write(name, own, authorities), NullLogger<CertificateStore>.Instance);

    public void Dispose() => folder.Dispose();
}
