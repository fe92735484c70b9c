using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Fds.Claims;

/// <summary>Something that docs/evidence.md says, and what shows it.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="Takes">How long showing it takes, in words; the tests of <c>./test</c> take none of their own.</param>
/// <param name="Needs">What must be there: <c>data</c>, for MNIST. Tests say themselves what they lack.</param>
/// <param name="ShownBy">The cell that says what shows it; its first code is a command.</param>
/// <param name="Said">The cell that says it, with {KEY} in place of figures; empty for a claim that is a table of its own.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Rows">Rows of a comparison of methods.</param>
/// <param name="Pages">Pages with tables as its command prints them.</param>
internal sealed partial record Claim(
    string Name, string Takes, ImmutableArray<string> Needs, string ShownBy, string Said, ImmutableArray<Figure> Figures, ImmutableArray<ComparisonRow> Rows, ImmutableArray<PageOfTables> Pages)
{
    /// <summary>The command that shows it.</summary>
    public string Command => FirstCode().Match(ShownBy).Groups[1].Value;

    /// <summary>Which tests show it; null where something else does.</summary>
    public TestFilter? Tests => TestFilter.Of(Command);

    /// <summary>Whether the command is a study, which leaves a result folder.</summary>
    public bool IsStudy => Command.Contains(" --to OUT", StringComparison.Ordinal);

    /// <summary>Its row of the table in docs/evidence.md; null where it has none.</summary>
    public string? EvidenceRow => Said.Length == 0 ? null : $"| {Figures.Aggregate(Said, (text, figure) => text.Replace($"{{{figure.Key}}}", figure.Claimed, StringComparison.Ordinal))} | {ShownBy} |";

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex FirstCode();
}
