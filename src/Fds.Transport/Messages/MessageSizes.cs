namespace Fds.Transport.Messages;

/// <summary>How large a message may be, in bytes. Larger ones are not sent, and end the connection of whoever sends one all the same.</summary>
public static class MessageSizes
{
    /// <summary>Default for a message's body: 16 MiB.</summary>
    public const int DefaultBody = 16 << 20;

    /// <summary>Least that may be set: 64 KiB.</summary>
    public const int LeastBody = 64 << 10;

    /// <summary>Most that may be set: 1 GiB.</summary>
    public const int MostBody = 1 << 30;

    /// <summary>Limit on a message's header, which holds addresses and nothing of a user's: 1 MiB.</summary>
    public const int Header = 1 << 20;
}
