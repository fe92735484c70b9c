using System.Globalization;
using System.Text;

namespace Fds.Contracts.DataFiles;

/// <summary>What a file that is put into data folders may be called: a path in the folder, its parts divided by '/'.</summary>
public static class DataFileName
{
    /// <summary>What files in the making begin with; hidden from data sets, and no name for others.</summary>
    public const string Reserved = ".fds-put-";

    private const int LongestPath = 1024;
    private const int LongestPart = 255;

    /// <summary>What is wrong with a name, in one sentence; null where nothing is.</summary>
    public static string? Complaint(string path)
    {
        string shown = Shown(path);
        if (path.Length == 0)
        {
            return "a file's name in the data folder must not be empty.";
        }

        if (path.StartsWith('/'))
        {
            return $"a file's name in the data folder must be relative to that folder, but is '{shown}'.";
        }

        string[] parts = path.Split('/');
        if (parts.Contains(".."))
        {
            return $"a file's name must stay in the data folder, but is '{shown}'. Remove every '..' from it.";
        }

        if (Encoding.UTF8.GetByteCount(path) > LongestPath || parts.Any(part => Encoding.UTF8.GetByteCount(part) > LongestPart))
        {
            return $"a file's name in the data folder must have at most {LongestPath} bytes, and {LongestPart} between two '/', but is '{shown}'.";
        }

        return parts.Any(IsOdd)
            ? $"a file's name in the data folder must consist of names between '/' that neither begin with '.' nor hold '\\' or control characters, but is '{shown}'."
            : null;
    }

    private static bool IsOdd(string part) => part.Length == 0 || part[0] == '.' || part.Any(character => IsHidden(character) || char.IsSurrogate(character) || character is '\\' or '\ufffd');

    /// <summary>Control characters, and those that change how others are shown.</summary>
    private static bool IsHidden(char character) => char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Shown(string path) => new([.. path.Take(100).Select(character => IsHidden(character) ? '?' : character), .. path.Length > 100 ? "…" : ""]);
}
