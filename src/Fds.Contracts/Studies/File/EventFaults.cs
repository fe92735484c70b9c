using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fds.Contracts.Studies.File;

/// <summary>Looks at a text's YAML events alone, which takes no stack, before anything recursive is done with it.</summary>
internal sealed class EventFaults(FaultList faults)
{
    private const int DeepestNesting = 32;
    private const string CoreSchema = "tag:yaml.org,2002:";
    private static readonly string[] CoreTags = ["str", "int", "float", "bool", "null", "map", "seq"];
    private int depth;
    private int documents;

    /// <summary>Records the first thing that a study file does not have: aliases, tags, deep nesting, a second document, characters that are none.</summary>
    /// <returns>Whether there is none.</returns>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public bool AreNone(string text)
    {
        Parser parser = new(new StringReader(text));
        while (parser.MoveNext())
        {
            ParsingEvent happened = parser.Current!;
            depth += happened.NestingIncrease;
            documents += happened is DocumentStart ? 1 : 0;
            if (Fault(happened) is var (found, message))
            {
                faults.Add(happened.Start, "", found, message);
                return false;
            }
        }

        if (documents == 0)
        {
            faults.Add(Mark.Empty, "", "nothing", "expected a YAML document that describes a study.");
        }

        return documents > 0;
    }

    private (string Found, string Message)? Fault(ParsingEvent happened) => happened switch
    {
        DocumentStart when documents > 1 => ("a second document", "expected one YAML document, which describes one study: give each study its own file."),
        AnchorAlias alias => ($"the alias '*{FaultList.Shorten(alias.Value.ToString())}'", "aliases are not allowed: write every value where it belongs."),
        NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag } when !IsCore(tag.Value) => ($"the tag '{FaultList.Shorten(tag.Value.Replace(CoreSchema, "!!", StringComparison.Ordinal))}'", "a study file has no tags."),
        Scalar scalar when !TextFaults.IsUnicode(scalar.Value) => ($"'{FaultList.Shorten(scalar.Value)}', with bytes that are no character", "expected a text file in UTF-8."),
        _ when depth > DeepestNesting => ($"nesting deeper than {DeepestNesting}", "a study file is not nested that deeply."),
        _ => null,
    };

    private static bool IsCore(string tag) => tag.StartsWith(CoreSchema, StringComparison.Ordinal) && CoreTags.Contains(tag[CoreSchema.Length..]);
}
