namespace Fds.Transport.Certificates;

/// <summary>Certificates that cannot be used; the message names the setting, the file, and what to change.</summary>
public sealed class CertificateException : Exception
{
    /// <summary>A fault with its message.</summary>
    public CertificateException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with its message and what led to it.</summary>
    public CertificateException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
