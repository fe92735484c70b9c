using System.Net.Security;
using Fds.Transport.Certificates;
using Fds.Transport.Streams;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;

namespace Fds.Transport.Handshakes;

/// <summary>Puts TLS 1.3 under a connection, with a certificate of the cluster's own authority from both ends.</summary>
/// <param name="port">Which end this is.</param>
/// <param name="certificates">One's own certificate and whom to trust.</param>
/// <param name="observer">Is told how handshakes end.</param>
/// <param name="time">The clock.</param>
public sealed class MutualTls(Port port, CertificateStore certificates, IHandshakeObserver observer, TimeProvider time) : IConnectionMiddleware
{
    /// <summary>A handshake takes milliseconds; whoever needs longer than this holds a connection open for nothing.</summary>
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(5);

    private readonly PeerDemands demands = PeerDemands.Of(port);

    /// <inheritdoc/>
    public async Task OnConnectionAsync(ConnectionContext context, ConnectionDelegate next)
    {
        await using SslStream stream = new(new DuplexPipeStream(context.Transport), leaveInnerStreamOpen: false);
        if (await Open(stream, context))
        {
            observer.OnAccepted(port);
            await TransportSwap.Run(context, stream, next);
        }
    }

    private async Task<bool> Open(SslStream stream, ConnectionContext context)
    {
        using CancellationTokenSource tooLong = new(HandshakeTime, time);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, context.ConnectionClosed);
        if (port == Port.Outgoing)
        {
            await OpenOutgoing(stream, context, limit.Token);
            return true;
        }

        Refusal refusal = await new IncomingHandshake(certificates.Current(), demands, time.GetUtcNow()).Run(stream, limit.Token);
        if (refusal != Refusal.None)
        {
            observer.OnRefused(port, refusal, context.RemoteEndPoint, refusal.Reason());
        }

        return refusal == Refusal.None;
    }

    private async Task OpenOutgoing(SslStream stream, ConnectionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await new OutgoingHandshake(certificates.Current(), demands, time.GetUtcNow()).Run(stream, cancellationToken);
        }
        catch (ConnectionRefusedException e)
        {
            observer.OnRefused(port, e.Refusal, context.RemoteEndPoint, e.Message);
            throw;
        }
    }
}
