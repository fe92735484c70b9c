namespace Fds.Core.Training;

/// <summary>A state that one trial hands on to the next cannot be read or written where it runs.</summary>
public sealed class HandoverException : FdsException
{
    /// <summary>A failure with its reason and what led to it.</summary>
    public HandoverException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
