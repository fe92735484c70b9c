namespace Fds.Transport.Handshakes;

/// <summary>Refusals in words.</summary>
public static class RefusalWords
{
    /// <summary>As a metric's label.</summary>
    public static string Label(this Refusal refusal) => refusal switch
    {
        Refusal.None => "none",
        Refusal.NoCertificate => "no-certificate",
        Refusal.WrongAuthority => "wrong-authority",
        Refusal.Expired => "expired",
        Refusal.NotYetValid => "not-yet-valid",
        Refusal.WrongRole => "wrong-role",
        Refusal.WrongUse => "wrong-use",
        Refusal.NoTls => "no-tls",
        Refusal.OldTls => "old-tls",
        Refusal.TimedOut => "timed-out",
        _ => "broken-off",
    };

    /// <summary>For people: what is wrong with the certificate or the end that was refused.</summary>
    public static string Reason(this Refusal refusal) => refusal switch
    {
        Refusal.None => "nothing is wrong",
        Refusal.NoCertificate => "it presents no certificate",
        Refusal.WrongAuthority => "its certificate does not come from this cluster's authority",
        Refusal.Expired => "its certificate has expired",
        Refusal.NotYetValid => "its certificate is not valid yet",
        Refusal.WrongRole => "the role in its certificate (OU) may not open this port",
        Refusal.WrongUse => "its certificate is not made for this end of a connection (extended key usage)",
        Refusal.NoTls => "it does not speak TLS",
        Refusal.OldTls => "it does not speak TLS 1.3",
        Refusal.TimedOut => "it did not finish the handshake in time",
        _ => "it broke off the handshake",
    };
}
