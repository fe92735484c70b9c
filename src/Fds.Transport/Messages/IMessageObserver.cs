using System.Net;
using Fds.Transport.Handshakes;

namespace Fds.Transport.Messages;

/// <summary>Is told of messages that are too large.</summary>
public interface IMessageObserver
{
    /// <summary>A message was announced that is larger than allowed; its connection ends.</summary>
    void OnOversized(Port port, EndPoint? remote, long bytes, int limit);
}
