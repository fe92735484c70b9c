using Microsoft.AspNetCore.Http;

namespace Fds.Silo.Hosting;

/// <summary>Addresses for HTTP that are configured beside the silo's own, in the web server's section Kestrel:Endpoints.</summary>
internal static class EndpointSettings
{
    private const string Section = "Kestrel:Endpoints";
    private const int HighestPort = 65_535;

    /// <summary>Their faults, one sentence each. Without this check, the web server would report them in its own terms when it starts.</summary>
    public static IEnumerable<string> Complaints(IConfiguration configuration) =>
        configuration.GetSection(Section).GetChildren().Where(endpoint => !IsAddress(endpoint["Url"])).Select(endpoint =>
            $"{endpoint.Path}:Url must be an address as http://127.0.0.1:9000, {(endpoint["Url"] is { } url ? $"but is '{url}'" : "but there is none")}.");

    private static bool IsAddress(string? url)
    {
        try
        {
            return url is not null && BindingAddress.Parse(url) is { Scheme: var scheme, PathBase: "", Port: >= 0 and <= HighestPort } && scheme.Equals("http", StringComparison.OrdinalIgnoreCase);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
