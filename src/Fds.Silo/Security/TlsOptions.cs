using System.Collections.Immutable;
using Fds.Transport.Certificates;

namespace Fds.Silo.Security;

/// <summary>How connections to and from this silo are guarded, section <c>Fds:Tls</c>. Not used by a private silo, which stays on loopback.</summary>
internal sealed class TlsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Fds:Tls";

    /// <summary>PEM file of the cluster's own certificate authority. Default: none, and no TLS.</summary>
    public string? Authority { get; set; }

    /// <summary>PEM file of this silo's certificate (OU silo). Default: none, and no TLS.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of this silo's private key. Default: none, and no TLS.</summary>
    public string? Key { get; set; }

    /// <summary>Whether a silo may listen beyond loopback without TLS, open to everyone who can reach it. Default: false.</summary>
    public bool Off { get; set; }

    /// <summary>Whether connections are under TLS.</summary>
    public bool IsOn => !Off && Settings.All(Named.Contains);

    /// <summary>The files; only where <see cref="IsOn"/>.</summary>
    public CertificatePaths Paths => new(new(Settings[0], Authority!), new(Settings[1], Certificate!), new(Settings[2], Key!));

    /// <summary>The settings that name the files.</summary>
    internal ImmutableArray<string> Settings { get; } = [$"{Section}:{nameof(Authority)}", $"{Section}:{nameof(Certificate)}", $"{Section}:{nameof(Key)}"];

    /// <summary>Those of them that are set.</summary>
    internal IEnumerable<string> Named => Settings.Zip([Authority, Certificate, Key]).Where(file => !string.IsNullOrEmpty(file.Second)).Select(file => file.First);
}
