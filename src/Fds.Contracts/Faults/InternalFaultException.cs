namespace Fds.Contracts.Faults;

/// <summary>A silo met a fault that it does not expect; the message says which silo, whose log has the details.</summary>
[GenerateSerializer]
[Alias("fds.InternalFaultException")]
public sealed class InternalFaultException : Exception
{
    /// <summary>A fault with its message.</summary>
    public InternalFaultException(string message)
        : base(message)
    {
    }
}
