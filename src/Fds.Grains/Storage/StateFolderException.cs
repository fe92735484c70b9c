namespace Fds.Grains.Storage;

/// <summary>A state folder cannot be used, or a file in it cannot be read; the message says which and what to do.</summary>
public sealed class StateFolderException : Exception
{
    /// <summary>A fault with its message.</summary>
    public StateFolderException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with its message and what led to it.</summary>
    public StateFolderException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
