using System.Net;
using Fds.Transport.Handshakes;
using Fds.Transport.Streams;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;

namespace Fds.Transport.Messages;

/// <summary>Notices messages that are larger than allowed. Orleans itself refuses them; here they are counted and their sender is named.</summary>
/// <param name="port">Which port this is.</param>
/// <param name="limit">Most bytes of a message's body.</param>
/// <param name="observer">Is told.</param>
public sealed class MessageWatch(Port port, int limit, IMessageObserver observer) : IConnectionMiddleware
{
    /// <inheritdoc/>
    public async Task OnConnectionAsync(ConnectionContext context, ConnectionDelegate next)
    {
        EndPoint? remote = context.RemoteEndPoint;
        FrameReader reader = new(context.Transport.Input, limit, bytes => observer.OnOversized(port, remote, bytes, limit));
        context.Transport = new DuplexPipe(reader, context.Transport.Output);
        await next(context);
    }
}
