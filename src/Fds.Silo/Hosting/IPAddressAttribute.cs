using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Fds.Silo.Hosting;

/// <summary>The setting is an IP address.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IPAddressAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string text && IPAddress.TryParse(text, out _);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"Fds:{name} must be an IP address, e.g. 127.0.0.1 or 0.0.0.0.";
}
