using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Settings;

/// <summary>Registers options that are bound to settings.</summary>
public static class SettingsExtensions
{
    /// <summary>Binds options to a section of the configuration and validates their attributes when the host starts.</summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<TOptions>>(new SettingsValidator<TOptions>(section));
    }
}
