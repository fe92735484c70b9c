using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>Reads a study file and finds everything that is wrong with it in one go.</summary>
public static class StudyFileReader
{
    /// <summary>A study file has at most this many characters.</summary>
    public const int LongestFile = 1 << 20;

    /// <summary>The study in a file's text, or its faults. Never throws on what the text holds.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="fileName">Its name, for the faults.</param>
    public static StudyFileReading Read(string text, string fileName)
    {
        FaultList faults = new(fileName);
        StudySpecification? study = Parse(text, faults) is { } root ? Read(root, faults) : null;
        return new(faults.Any ? null : study, faults.InOrder);
    }

    /// <summary>The YAML document in a study file's text; null where the text is none that a study file may be. Never throws on what the text holds.</summary>
    public static YamlNode? Document(string text) => Parse(text, new FaultList(""));

    /// <summary>Every field's value by its path, defaults filled in; null where the text is no study.</summary>
    internal static IReadOnlyDictionary<string, string>? Values(string text)
    {
        FaultList faults = new("");
        if (Parse(text, faults) is not { } root)
        {
            return null;
        }

        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        StudyShape.Read(new FieldValues(new YamlFields(root, root, "", KnownFields.OfFile, faults), "", values));
        return faults.Any ? null : values;
    }

    private static StudySpecification Read(YamlNode root, FaultList faults) => StudyShape.Read(new YamlFields(root, root, "", KnownFields.OfFile, faults));

    private static YamlNode? Parse(string text, FaultList faults)
    {
        if (text.Length > LongestFile)
        {
            faults.Add(Mark.Empty, "", $"{text.Length} characters", $"a study file has at most {LongestFile}.");
            return null;
        }

        try
        {
            return TextFaults.IsText(text, faults) && new EventFaults(faults).AreNone(text) ? Load(text) : null;
        }
        catch (YamlException e)
        {
            SyntaxFault fault = SyntaxFault.Of(e, text);
            faults.Add(new Mark(0, fault.Line, fault.Column), "", fault.Found, fault.Message);
        }
#pragma warning disable CA1031 // Whatever the parser throws on a text of somebody's, the text is what is wrong.
        catch (Exception e)
#pragma warning restore CA1031
        {
            faults.Add(Mark.Empty, "", "text that is not YAML", $"{FaultList.Shorten(e.Message.TrimEnd('.'))}.");
        }

        return null;
    }

    private static YamlNode Load(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }
}
