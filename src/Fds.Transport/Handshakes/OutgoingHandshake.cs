using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Fds.Transport.Certificates;

namespace Fds.Transport.Handshakes;

/// <summary>The opening end of one handshake; see <see cref="IncomingHandshake"/>.</summary>
internal sealed class OutgoingHandshake(CertificateSet own, PeerDemands demands, DateTimeOffset now)
{
    /// <summary>Which host answers is no matter, only that it has a silo's certificate; the name is sent because TLS wants one.</summary>
    private const string TargetName = "fds";

    private Refusal judged = Refusal.NoTls;

    /// <summary>Carries it out.</summary>
    /// <exception cref="ConnectionRefusedException">Either end refused the other.</exception>
    public async Task Run(SslStream stream, CancellationToken cancellationToken)
    {
        Refusal answer;
        try
        {
            await stream.AuthenticateAsClientAsync(Options(), cancellationToken);
            answer = await ReadAnswer(stream, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new ConnectionRefusedException(Refusal.TimedOut, $"the other end was refused: {Refusal.TimedOut.Reason()}", e);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or InvalidOperationException)
        {
            Refusal refusal = judged == Refusal.None ? Refusal.BrokenOff : judged;
            throw new ConnectionRefusedException(refusal, $"the other end was refused: {refusal.Reason()}", e);
        }

        if (answer != Refusal.None)
        {
            throw new ConnectionRefusedException(answer, $"the other end refused this one: {answer.Reason()}", null);
        }
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = TargetName,
        ClientCertificateContext = own.Own,
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = Judge,
        AllowRenegotiation = false,
        AllowTlsResume = false,
    };

    private static async Task<Refusal> ReadAnswer(SslStream stream, CancellationToken cancellationToken)
    {
        byte[] answer = new byte[1];
        return await stream.ReadAsync(answer, cancellationToken) == 1 ? (Refusal)answer[0] : Refusal.BrokenOff;
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        judged = PeerCheck.Judge(certificate as X509Certificate2, chain?.ChainPolicy.ExtraStore, own.Authorities, demands, now);
        return judged == Refusal.None;
    }
}
