using System.Text;

namespace Fds.Core.Datasets;

/// <summary>Names of files in printable form, because a name may hold line breaks and other control characters of a terminal.</summary>
internal static class PrintableName
{
    /// <summary>A value of somebody's for a message: no longer than a person reads.</summary>
    public static string Short(string value, int longest = 60) => value.Length <= longest ? value : $"{value[..longest]}…";

    /// <summary>The name, with every character that is not for people as its number.</summary>
    public static string Of(string name)
    {
        if (!name.Any(IsUnfit))
        {
            return name;
        }

        StringBuilder shown = new();
        foreach (char one in name)
        {
            shown.Append(IsUnfit(one) ? $"\\u{(int)one:x4}" : one);
        }

        return shown.ToString();
    }

    /// <summary>Control characters, the separators of lines that are none, and what turns the direction of writing.</summary>
    private static bool IsUnfit(char one) => char.IsControl(one) || one is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
