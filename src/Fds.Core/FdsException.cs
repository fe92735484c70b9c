namespace Fds.Core;

/// <summary>
/// What went wrong in the numerics or their data and is neither a caller's bad argument nor a call at the wrong moment.
/// The message states the rule, what was found, and what to do about it.
/// </summary>
public class FdsException : Exception
{
    /// <summary>A failure with its message.</summary>
    public FdsException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its message and what led to it; <paramref name="inner"/> may be null.</summary>
    public FdsException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
