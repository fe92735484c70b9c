namespace Fds.Contracts.Faults;

/// <summary>A state folder cannot be used, or a file in it not be read or written; the message says which and what to do.</summary>
[GenerateSerializer]
[Alias("fds.StateFolderException")]
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
