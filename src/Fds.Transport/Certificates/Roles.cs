namespace Fds.Transport.Certificates;

/// <summary>What a certificate may be used for: its organisational unit (OU) is one of these.</summary>
public static class Roles
{
    /// <summary>A silo: may open every port.</summary>
    public const string Silo = "silo";

    /// <summary>A console: may open the gateway only.</summary>
    public const string Client = "client";
}
