namespace Fds.Transport.Certificates;

/// <summary>A certificate and its private key as PEM text.</summary>
public sealed record PemPair(string Certificate, string Key)
{
    /// <summary>Says nothing of the key.</summary>
    public override string ToString() => nameof(PemPair);
}
