using System.Text;

namespace Fds.Core.Datasets;

/// <summary>Names of files as they can be shown: a name may hold line breaks and whatever else moves a terminal.</summary>
internal static class PrintableName
{
    /// <summary>The name, with every control character as its number.</summary>
    public static string Of(string name)
    {
        if (!name.Any(char.IsControl))
        {
            return name;
        }

        StringBuilder shown = new();
        foreach (char one in name)
        {
            shown.Append(char.IsControl(one) ? $"\\u{(int)one:x4}" : one);
        }

        return shown.ToString();
    }
}
