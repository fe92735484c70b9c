namespace Fds.Core;

/// <summary>A rule of the numerics was broken. The message states the rule, what was found instead, and what to change.</summary>
public class FdsException : Exception
{
    /// <summary>A fault with its message.</summary>
    public FdsException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with its message and what led to it.</summary>
    public FdsException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
