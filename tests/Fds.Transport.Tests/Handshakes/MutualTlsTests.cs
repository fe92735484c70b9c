using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Fds.Transport.Certificates;
using Fds.Transport.Handshakes;
using Fds.Transport.Tests.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Fds.Transport.Tests.Handshakes;

/// <summary>Real handshakes over real sockets.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private readonly Pki pki = new();

    public void Dispose() => pki.Dispose();

    [Theory]
    [InlineData(Port.Gateway, Roles.Client)]
    [InlineData(Port.Gateway, Roles.Silo)]
    [InlineData(Port.Silo, Roles.Silo)]
    public async Task Certificate_WhenItsRoleMayOpenThePort_IsLetIn(Port port, string role)
    {
        await using TlsListener listener = new(port, pki.Store("silo", pki.Issue(Roles.Silo)));

        Assert.Equal("hello", await listener.Talk(pki.Store("own", pki.Issue(role))));

        Assert.Equal([port], listener.Observer.Accepted);
        Assert.Empty(listener.Observer.Refusals);
    }

    [Fact]
    public async Task Certificate_WhenItsRoleMayNotOpenThePort_IsRefusedAndTold()
    {
        await using TlsListener listener = new(Port.Silo, pki.Store("silo", pki.Issue(Roles.Silo)));
        await RequireRefusal(listener, pki.Store("own", pki.Issue(Roles.Client)), Refusal.WrongRole, "the other end refused this one: the role in its certificate (OU) may not open this port");
    }

    [Fact]
    public async Task Certificate_WhenItHasNoKnownRole_IsRefused()
    {
        await using TlsListener listener = new(Port.Gateway, pki.Store("silo", pki.Issue(Roles.Silo)));
        await RequireRefusal(listener, pki.Store("own", pki.Issue("clients")), Refusal.WrongRole, "the other end refused this one: ");
    }

    [Fact]
    public async Task Certificate_WhenItHasExpired_IsRefusedAndTold()
    {
        await using TlsListener listener = new(Port.Gateway, pki.Store("silo", pki.Issue(Roles.Silo)));
        await RequireRefusal(listener, pki.Store("own", pki.Issue(Roles.Client, TimeSpan.FromDays(4))), Refusal.Expired, "the other end refused this one: its certificate has expired");
    }

    [Fact]
    public async Task Certificate_WhenItIsNotValidYet_IsRefused()
    {
        await using TlsListener listener = new(Port.Gateway, pki.Store("silo", pki.Issue(Roles.Silo)));
        await RequireRefusal(listener, pki.Store("own", pki.IssueLater(Roles.Client, TimeSpan.FromHours(1))), Refusal.NotYetValid, "the other end refused this one: its certificate is not valid yet");
    }

    [Fact]
    public async Task Certificate_WhenItIsOfAnotherAuthority_IsRefusedAndTold()
    {
        await using TlsListener listener = new(Port.Gateway, pki.Store("silo", pki.Issue(Roles.Silo)));
        CertificateStore stranger = pki.Store("own", pki.Issue(Roles.Client, authority: pki.Stranger));
        await RequireRefusal(listener, stranger, Refusal.WrongAuthority, "the other end refused this one: its certificate does not come from this cluster's authority");
    }

    [Fact]
    public async Task Certificate_WhenNoneIsPresented_IsRefusedAndTold()
    {
        await using TlsListener listener = new(Port.Gateway, pki.Store("silo", pki.Issue(Roles.Silo)));
        using TcpClient client = await listener.Connect();
        await using SslStream stream = new(client.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");

        byte[] answer = new byte[2];
        Assert.Equal(1, await stream.ReadAtLeastAsync(answer, 1, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal((byte)Refusal.NoCertificate, answer[0]);
        stream.Close();
        Assert.Equal(Refusal.NoCertificate, await listener.Refusal());
    }

    [Fact]
    public async Task Tls12_IsRefused()
    {
        await using TlsListener listener = new(Port.Gateway, pki.Store("silo", pki.Issue(Roles.Silo)));
        using TcpClient client = await listener.Connect();
        await using SslStream stream = new(client.GetStream(), false, (_, _, _, _) => true);
        PemPair own = pki.Issue(Roles.Client);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(own.Certificate, own.Key);
        SslClientAuthenticationOptions old = new() { TargetHost = "localhost", ClientCertificates = [certificate], EnabledSslProtocols = SslProtocols.Tls12 };

        await Assert.ThrowsAnyAsync<Exception>(() => stream.AuthenticateAsClientAsync(old, TestContext.Current.CancellationToken));
        Assert.Equal(Refusal.OldTls, await listener.Refusal());
    }

    [Fact]
    public async Task PlainText_IsRefused()
    {
        await using TlsListener listener = new(Port.Silo, pki.Store("silo", pki.Issue(Roles.Silo)));
        using TcpClient client = await listener.Connect();
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(Refusal.NoTls, await listener.Refusal());
    }

    [Fact]
    public async Task Silence_IsCutOffInTime()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        await using TlsListener listener = new(Port.Silo, pki.Store("silo", pki.Issue(Roles.Silo)), time);
        using TcpClient client = await listener.Connect();
        for (int tenth = 0; tenth < 100 && listener.Observer.Refusals.IsEmpty; tenth++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Refusal.TimedOut, await listener.Refusal());
    }

    [Theory]
    [InlineData(Roles.Client, Refusal.WrongUse)]
    [InlineData("nobody", Refusal.WrongUse)]
    public async Task Listener_WhenItHasNoSilosCertificate_IsRefusedByWhomConnects(string role, Refusal refusal)
    {
        await using TlsListener listener = new(Port.Gateway, pki.Store("silo", pki.Issue(role)));
        RecordingObserver observer = new();
        ConnectionRefusedException refused = await Assert.ThrowsAsync<ConnectionRefusedException>(() => listener.Talk(pki.Store("own", pki.Issue(Roles.Client)), observer));
        Assert.Equal(refusal, refused.Refusal);
        Assert.StartsWith("the other end was refused: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal([(Port.Outgoing, refusal, refused.Message)], observer.Refusals);
    }

    [Fact]
    public async Task Listener_WhenItIsOfAnotherAuthority_IsRefusedByWhomConnects()
    {
        await using TlsListener listener = new(Port.Gateway, pki.Store("silo", pki.Issue(Roles.Silo, authority: pki.Stranger), pki.Stranger.Certificate));
        ConnectionRefusedException refused = await Assert.ThrowsAsync<ConnectionRefusedException>(() => listener.Talk(pki.Store("own", pki.Issue(Roles.Client))));
        Assert.Equal(Refusal.WrongAuthority, refused.Refusal);
    }

    [Fact]
    public async Task Rotation_WhenFilesAreReplaced_TakesEffectOnTheNextConnectionsWithoutARestart()
    {
        PemPair first = pki.Issue(Roles.Silo);
        CertificatePaths paths = pki.Write("silo", first);
        await using TlsListener listener = new(Port.Gateway, new CertificateStore(paths, NullLogger<CertificateStore>.Instance));
        CertificateStore known = pki.Store("known", pki.Issue(Roles.Client));
        CertificateStore stranger = pki.Store("stranger", pki.Issue(Roles.Client, authority: pki.Stranger), pki.Stranger.Certificate);
        CertificateStore both = pki.Store("both", pki.Issue(Roles.Client), pki.Authority.Certificate + pki.Stranger.Certificate);
        Assert.Equal("hello", await listener.Talk(known));
        await Assert.ThrowsAsync<ConnectionRefusedException>(() => listener.Talk(stranger));

        // From one authority to another: first both are trusted, then the certificate changes, then the old authority goes.
        pki.Write("silo", first, pki.Authority.Certificate + pki.Stranger.Certificate);
        Assert.Equal("hello", await listener.Talk(known));
        pki.Write("silo", pki.Issue(Roles.Silo, authority: pki.Stranger), pki.Authority.Certificate + pki.Stranger.Certificate);
        Assert.Equal("hello", await listener.Talk(stranger));
        Assert.Equal("hello", await listener.Talk(both));
        pki.Write("silo", pki.Issue(Roles.Silo, authority: pki.Stranger), pki.Stranger.Certificate);
        Assert.Equal("hello", await listener.Talk(stranger));
        Assert.Equal(Refusal.WrongAuthority, (await Assert.ThrowsAsync<ConnectionRefusedException>(() => listener.Talk(both))).Refusal);
    }

    private static async Task RequireRefusal(TlsListener listener, CertificateStore own, Refusal refusal, string message)
    {
        RecordingObserver observer = new();
        ConnectionRefusedException refused = await Assert.ThrowsAsync<ConnectionRefusedException>(() => listener.Talk(own, observer));

        Assert.Equal(refusal, refused.Refusal);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal([(Port.Outgoing, refusal, refused.Message)], observer.Refusals);
        Assert.Equal(refusal, await listener.Refusal());
        Assert.Empty(listener.Observer.Accepted);
    }
}
