using Fds.Contracts.Studies.File;
using Microsoft.Extensions.Configuration;

namespace Fds.Grains.Settings;

/// <summary>
/// Checks settings as they were written, before they are bound: unknown names, values that cannot be read, and values
/// outside their range.
/// </summary>
public static class SettingsCheck
{
    /// <summary>What is wrong, one sentence for each fault.</summary>
    /// <param name="configuration">All that is configured.</param>
    /// <param name="known">Sections, and the options that are bound to them. Several may be bound to one.</param>
    public static IReadOnlyList<string> Complaints(IConfiguration configuration, IReadOnlyList<(string Section, Type Options)> known)
    {
        string[] sections = [.. known.Select(pair => pair.Section).Distinct()];
        return [.. sections.SelectMany(section => Complaints(configuration.GetSection(section), section, sections, known))];
    }

    private static IEnumerable<string> Complaints(IConfigurationSection given, string section, string[] sections, IReadOnlyList<(string Section, Type Options)> known)
    {
        SettingRule[] rules = [.. known.Where(pair => pair.Section == section).SelectMany(pair => SettingRule.Of(section, pair.Options))];
        string[] below = [.. sections.Where(other => other.StartsWith(section + ":", StringComparison.Ordinal)).Select(other => other[(section.Length + 1)..])];
        return given.GetChildren().Select(child => Complaint(child, $"{section}:{child.Key}", rules, below)).OfType<string>();
    }

    private static string? Complaint(IConfigurationSection child, string key, SettingRule[] rules, string[] below)
    {
        if (below.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        {
            return string.IsNullOrEmpty(child.Value) ? null : $"{key} has settings below it and takes no value of its own, but is '{child.Value}'.";
        }

        if (rules.FirstOrDefault(rule => rule.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } rule)
        {
            return $"{key} is no setting.{NearestName.Hint(child.Key, rules.Select(known => known.Name).Concat(below))}";
        }

        return child.GetChildren().FirstOrDefault() is { } deeper
            ? $"{key} takes one value, but there is {deeper.Path}."
            : child.Value is { } text ? rule.ComplaintOfText(text) : null;
    }
}
