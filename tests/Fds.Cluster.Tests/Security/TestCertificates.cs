using Fds.Testing;
using Fds.Transport.Certificates;

namespace Fds.Cluster.Tests.Security;

/// <summary>Certificates of one authority and of a stranger, as files for silos and consoles.</summary>
internal sealed class TestCertificates(TemporaryFolder folder)
{
    private static readonly TimeSpan Days = TimeSpan.FromDays(30);
    private readonly CertificateMaker now = new(TimeProvider.System);
    private readonly PemPair authority = LongAgo.Authority("this cluster", 10 * Days);

    /// <summary>Another cluster's authority.</summary>
    public PemPair Stranger { get; } = LongAgo.Authority("another cluster", 10 * Days);

    private static CertificateMaker LongAgo { get; } = new(new ShiftedTime(-Days));

    /// <summary>A silo's settings; the files are written anew by each call.</summary>
    public string[] Silo()
    {
        CertificatePaths paths = Write("silo", now.Certificate(authority, Roles.Silo, Days), authority.Certificate);
        return [$"--Fds:Tls:Authority={paths.Authority.Path}", $"--Fds:Tls:Certificate={paths.Certificate.Path}", $"--Fds:Tls:Key={paths.Key.Path}"];
    }

    /// <summary>Makes the silo trust both authorities from now on.</summary>
    public void TrustStranger() => File.WriteAllText(folder["silo.ca"], authority.Certificate + Stranger.Certificate);

    /// <summary>A console's options.</summary>
    public string[] Client() => Options("client", now.Certificate(authority, Roles.Client, Days));

    /// <summary>A console's options with a certificate that has ended.</summary>
    public string[] Expired() => Options("expired", LongAgo.Certificate(authority, Roles.Client, Days / 2));

    /// <summary>A console's options with a certificate of another authority.</summary>
    public string[] OfStranger() => Options("stranger", now.Certificate(Stranger, Roles.Client, Days));

    /// <summary>A console's own files.</summary>
    public CertificatePaths ClientPaths() => Write("client", now.Certificate(authority, Roles.Client, Days), authority.Certificate);

    private string[] Options(string name, PemPair own)
    {
        CertificatePaths paths = Write(name, own, authority.Certificate);
        return ["--tls-authority", paths.Authority.Path, "--tls-certificate", paths.Certificate.Path, "--tls-key", paths.Key.Path];
    }

    private CertificatePaths Write(string name, PemPair own, string trusted)
    {
        File.WriteAllText(folder[$"{name}.ca"], trusted);
        File.WriteAllText(folder[$"{name}.crt"], own.Certificate);
        File.WriteAllText(folder[$"{name}.key"], own.Key);
        return new(new("Authority", folder[$"{name}.ca"]), new("Certificate", folder[$"{name}.crt"]), new("Key", folder[$"{name}.key"]));
    }

    /// <summary>The system's clock, put forward or back.</summary>
    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
    }
}
