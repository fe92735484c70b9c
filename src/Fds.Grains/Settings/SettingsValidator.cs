using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Settings;

/// <summary>Validates options by their attributes. Each message names the setting, what is allowed, and what was found.</summary>
/// <param name="section">The section that is bound to the options.</param>
internal sealed class SettingsValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    private readonly SettingRule[] rules = [.. SettingRule.Of(section, typeof(TOptions))];

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        string[] failures = [.. rules.Select(rule => rule.Complaint(options)).OfType<string>()];
        if (failures.Length == 0 && options is IValidatableObject whole)
        {
            failures = [.. whole.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage!)];
        }

        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
