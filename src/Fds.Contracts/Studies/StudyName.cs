using System.Text.RegularExpressions;

namespace Fds.Contracts.Studies;

/// <summary>What a study may be called. Its name is a grain's key, a folder of checkpoints and a label of metrics.</summary>
public static partial class StudyName
{
    /// <summary>A name in a study file has at most so many characters, as a DNS label.</summary>
    internal const int Longest = 63;

    /// <summary>With all that comparisons and populations add to the names of their members.</summary>
    private const int LongestOfMember = 100;

    /// <summary>What is wrong with a name, whoever gave it; null where nothing is.</summary>
    public static string? Complaint(string name) => name.Length <= LongestOfMember && Label().Match(name).Length == name.Length && name.Length > 0
        ? null
        : $"a study's name must consist of lower-case letters, digits and '-' between them, at most {LongestOfMember} characters, but is '{Shown(name)}'.";

    /// <summary>A DNS label, of any length.</summary>
    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    internal static partial Regex Label();

    private static string Shown(string name) => name.Length <= LongestOfMember ? name : name[..LongestOfMember] + "…";
}
