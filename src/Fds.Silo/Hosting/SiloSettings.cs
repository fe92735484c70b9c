using Fds.Grains.Hosting;
using Fds.Grains.Settings;
using Fds.Silo.Security;
using Microsoft.Extensions.Options;

namespace Fds.Silo.Hosting;

/// <summary>All settings that a silo has.</summary>
internal static class SiloSettings
{
    private static readonly (string Section, Type Options)[] Known =
    [
        (FdsSiloOptions.Section, typeof(FdsSiloOptions)),
        (FdsSiloOptions.Section, typeof(SiloNetworkOptions)),
        (FdsSiloOptions.Section, typeof(MessageOptions)),
        (FdsClusterOptions.Section, typeof(FdsClusterOptions)),
        (TlsOptions.Section, typeof(TlsOptions)),
    ];

    /// <summary>Checks all settings before they are used.</summary>
    /// <exception cref="OptionsValidationException">Some are wrong; each has its sentence.</exception>
    public static void Require(IConfiguration configuration)
    {
        string[] complaints = [.. SettingsCheck.Complaints(configuration, Known), .. EndpointSettings.Complaints(configuration)];
        if (complaints.Length > 0)
        {
            throw new OptionsValidationException(FdsSiloOptions.Section, typeof(FdsSiloOptions), complaints);
        }
    }
}
