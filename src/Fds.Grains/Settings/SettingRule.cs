using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Fds.Grains.Settings;

/// <summary>The rule of one setting, from the type and the attributes of its property.</summary>
internal sealed class SettingRule(string section, PropertyInfo property)
{
    private readonly ValidationAttribute[] attributes = [.. property.GetCustomAttributes<ValidationAttribute>()];

    /// <summary>Its name without the section.</summary>
    public string Name => property.Name;

    private string Key => $"{section}:{property.Name}";

    private Type Type => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private string Expected => (Type, attributes.OfType<RangeAttribute>().FirstOrDefault()) switch
    {
        (Type type, _) when type == typeof(bool) => "true or false",
        (Type type, { } range) when type == typeof(TimeSpan) => $"a time from {range.Minimum} to {range.Maximum}, written hh:mm:ss",
        (Type type, null) when type == typeof(TimeSpan) => "a time, written hh:mm:ss",
        (_, { } range) => $"a whole number from {range.Minimum} to {range.Maximum}",
        _ => "a whole number",
    };

    /// <summary>The settings of an options type.</summary>
    /// <param name="section">The section that is bound to it.</param>
    /// <param name="options">The type.</param>
    public static IEnumerable<SettingRule> Of(string section, Type options) =>
        options.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.SetMethod is { IsPublic: true }).Select(property => new SettingRule(section, property));

    /// <summary>The fault of the value in the options, in one sentence; null if there is none.</summary>
    public string? Complaint(object options) => Complaint(property.GetValue(options), given: null);

    /// <summary>The fault of a value as it was written, in one sentence; null if there is none.</summary>
    public string? ComplaintOfText(string text)
    {
        if (Type == typeof(string))
        {
            return Complaint(text, text);
        }

        try
        {
            return Complaint(TypeDescriptor.GetConverter(Type).ConvertFromInvariantString(text), text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return $"{Key} must be {Expected}, but is '{text}'.";
        }
    }

    private string? Complaint(object? value, string? given) =>
        attributes.FirstOrDefault(attribute => !attribute.IsValid(value)) is { } broken ? Sentence(broken, Words(value, given)) : null;

    private string Sentence(ValidationAttribute broken, string value) => broken switch
    {
        RangeAttribute => $"{Key} must be {Expected}, but is {value}.",
        RequiredAttribute => $"{Key} must not be empty.",
        _ => $"{broken.FormatErrorMessage(property.Name).TrimEnd('.')}, but is {value}.",
    };

    /// <summary>A value, with its meaning if the written form misleads: a time of 30 means 30 days.</summary>
    private static string Words(object? value, string? given)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return given is null || given == text ? $"'{text}'" : value is TimeSpan time && time.Days != 0 ? $"'{given}', which is {time.Days} days" : $"'{given}'";
    }
}
