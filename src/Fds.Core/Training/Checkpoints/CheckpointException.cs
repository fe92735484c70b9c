namespace Fds.Core.Training.Checkpoints;

/// <summary>A checkpoint that cannot be used: it is damaged, of another run, or of another version.</summary>
public sealed class CheckpointException : FdsException
{
    /// <summary>A refusal with its reason.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and what led to it.</summary>
    public CheckpointException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
