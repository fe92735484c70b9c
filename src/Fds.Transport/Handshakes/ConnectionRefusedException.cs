namespace Fds.Transport.Handshakes;

/// <summary>An outgoing connection that was refused by either end.</summary>
public sealed class ConnectionRefusedException : Exception
{
    /// <summary>A refusal.</summary>
    public ConnectionRefusedException(Refusal refusal, string message, Exception? inner)
        : base(message, inner) => Refusal = refusal;

    /// <summary>Why.</summary>
    public Refusal Refusal { get; }
}
