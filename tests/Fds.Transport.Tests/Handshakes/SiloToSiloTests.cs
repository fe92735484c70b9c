using Fds.Transport.Certificates;
using Fds.Transport.Handshakes;
using Fds.Transport.Tests.Certificates;
using Xunit;

namespace Fds.Transport.Tests.Handshakes;

/// <summary>Silos of one cluster under mutual TLS.</summary>
public sealed class SiloToSiloTests : IDisposable
{
    private readonly Pki pki = new();

    public void Dispose() => pki.Dispose();

    [Fact]
    public async Task Silos_WithCertificatesOfTheAuthority_FormACluster()
    {
        await using GuardedSilo first = new(pki.Store("first", pki.Issue(Roles.Silo)));
        await first.Start(TestContext.Current.CancellationToken);
        await using GuardedSilo second = new(pki.Store("second", pki.Issue(Roles.Silo)), first);
        await second.Start(TestContext.Current.CancellationToken);

        Assert.Equal((2, 2), (await first.ActiveSilos(), await second.ActiveSilos()));
        Assert.Contains(Port.Silo, first.Observer.Accepted);

        // A handshake that took too long on a busy machine is made again.
        Assert.DoesNotContain(first.Observer.Refusals, refused => refused.Refusal is not (Refusal.BrokenOff or Refusal.TimedOut));
    }

    [Fact]
    public async Task Silo_WithAClientsCertificate_CannotJoin()
    {
        await using GuardedSilo first = new(pki.Store("first", pki.Issue(Roles.Silo)));
        await first.Start(TestContext.Current.CancellationToken);
        await using GuardedSilo intruder = new(pki.Store("intruder", pki.Issue(Roles.Client)), first, joinSeconds: 5);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));

        await Assert.ThrowsAnyAsync<Exception>(() => intruder.Start(limit.Token));

        Assert.Equal(1, await first.ActiveSilos());
        Assert.Contains(first.Observer.Refusals, refused => refused is (Port.Silo, Refusal.WrongRole, _));
        Assert.Contains(intruder.Observer.Refusals, refused => refused is (Port.Outgoing, Refusal.WrongRole, _));
    }
}
