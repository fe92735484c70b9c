using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>The words that follow "another study" in a message.</summary>
internal static class Differing
{
    private const int Shown = 8;

    /// <summary>The fields that differ, as <c>field: old -> new</c>; that something does where they are not known.</summary>
    public static string Words(IReadOnlyList<StudyDifference> differences) => differences.Count switch
    {
        0 => ", from a different study file",
        <= Shown => $", which differs in {string.Join(", ", differences)}",
        var all => $", which differs in {string.Join(", ", differences.Take(Shown))} and {all - Shown} more fields",
    };
}
