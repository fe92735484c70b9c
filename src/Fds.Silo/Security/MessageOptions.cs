using System.ComponentModel.DataAnnotations;
using Fds.Transport.Messages;

namespace Fds.Silo.Security;

/// <summary>Limits on messages, section <c>Fds</c>.</summary>
internal sealed class MessageOptions
{
    /// <summary>Most bytes of a message's body, 64 KiB to 1 GiB. Larger ones are refused, counted, and end their connection. Default: 16 MiB.</summary>
    [Range(MessageSizes.LeastBody, MessageSizes.MostBody)]
    public int MaxMessageBytes { get; set; } = MessageSizes.DefaultBody;
}
