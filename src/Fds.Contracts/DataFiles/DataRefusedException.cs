namespace Fds.Contracts.DataFiles;

/// <summary>A file is not taken into a data folder; the message says why, and that nothing of it was kept.</summary>
[GenerateSerializer]
[Alias("fds.DataRefusedException")]
public sealed class DataRefusedException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    public DataRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and what led to it.</summary>
    public DataRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
