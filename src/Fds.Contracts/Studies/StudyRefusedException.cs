namespace Fds.Contracts.Studies;

/// <summary>A study that is well-formed but cannot run on this cluster; the message says why and what to change.</summary>
[GenerateSerializer]
[Alias("fds.StudyRefusedException")]
public sealed class StudyRefusedException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    public StudyRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and what led to it.</summary>
    public StudyRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
