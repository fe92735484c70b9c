namespace Fds.Contracts.Faults;

/// <summary>The database cannot be used; the message says why and what to do.</summary>
[GenerateSerializer]
[Alias("fds.DatabaseException")]
public sealed class DatabaseException : Exception
{
    /// <summary>A fault with its message.</summary>
    public DatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with its message and what led to it.</summary>
    public DatabaseException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
