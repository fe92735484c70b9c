using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Fds.Transport.Certificates;

namespace Fds.Transport.Handshakes;

/// <summary>
/// The listening end of one handshake: TLS 1.3 with a certificate from both ends, then one byte that says whether the other end may
/// come in, or why not.
/// </summary>
/// <remarks>
/// In TLS 1.3 the opening end is done before the listening end has seen its certificate, so a refusal inside TLS would reach it as
/// a connection that just closes. Here TLS itself only proves who the other end is; nothing of the cluster is spoken before the byte.
/// </remarks>
internal sealed class IncomingHandshake(CertificateSet own, PeerDemands demands, DateTimeOffset now)
{
    private bool greeted;
    private bool offersTls13;
    private Refusal judged = Refusal.BrokenOff;

    /// <summary>Carries it out.</summary>
    /// <returns>Why the other end was refused, or <see cref="Refusal.None"/>.</returns>
    public async Task<Refusal> Run(SslStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream.AuthenticateAsServerAsync(Greet, null, cancellationToken);
            await stream.WriteAsync(new[] { (byte)judged }, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            if (judged != Refusal.None)
            {
                // Until the other end has read the byte and gone: closing at once could take the byte back.
                await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancellationToken);
            }

            return judged;
        }
        catch (OperationCanceledException)
        {
            return judged is Refusal.None or Refusal.BrokenOff ? Refusal.TimedOut : judged;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or InvalidOperationException)
        {
            return WhyBroken();
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "Whom Judge lets through is told why and sent away by Run, before anything else is spoken.")]
    private ValueTask<SslServerAuthenticationOptions> Greet(SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancellationToken)
    {
        greeted = true;
        offersTls13 = hello.SslProtocols.HasFlag(SslProtocols.Tls13);
        return ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = own.Own,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = Judge,
            AllowRenegotiation = false,
            AllowTlsResume = false,
        });
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        judged = PeerCheck.Judge(certificate as X509Certificate2, chain?.ChainPolicy.ExtraStore, own.Authorities, demands, now);
        return true;
    }

    private Refusal WhyBroken() => (greeted, offersTls13) switch
    {
        (false, _) => Refusal.NoTls,
        (true, false) => Refusal.OldTls,
        _ => judged == Refusal.None ? Refusal.BrokenOff : judged,
    };
}
