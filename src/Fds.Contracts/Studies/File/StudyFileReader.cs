using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>Reads a study file and finds everything that is wrong with it in one go.</summary>
public static class StudyFileReader
{
    /// <summary>A study file has at most this many characters.</summary>
    public const int LongestFile = 1 << 20;

    private const int DeepestNesting = 32;

    /// <summary>The study in a file's text, or its faults. Never throws on what the text holds.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="fileName">Its name, for the faults.</param>
    public static StudyFileReading Read(string text, string fileName)
    {
        FaultList faults = new(fileName);
        StudySpecification? study = Parse(text, faults) is { } root ? Read(root, faults) : null;
        return new(faults.Any ? null : study, faults.InOrder);
    }

    private static StudySpecification Read(YamlNode root, FaultList faults)
    {
        YamlFields fields = new(root, root, "", faults);
        StudySpecification study = StudyShape.Read(fields);
        fields.RefuseUnknown();
        return study;
    }

    private static YamlNode? Parse(string text, FaultList faults)
    {
        if (text.Length > LongestFile)
        {
            faults.Add(Mark.Empty, "", $"{text.Length} characters", $"a study file has at most {LongestFile}.");
            return null;
        }

        try
        {
            if (!IsFlatEnough(text, faults))
            {
                return null;
            }

            YamlStream stream = [];
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1)
            {
                return stream.Documents[0].RootNode;
            }

            faults.Add(Mark.Empty, "", $"{stream.Documents.Count} documents", "expected one YAML document that describes a study.");
        }
        catch (YamlException e)
        {
            faults.Add(e.Start, "", "text that is not YAML", e.Message.TrimEnd('.') + ".");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            faults.Add(Mark.Empty, "", "text that is not YAML", e.Message.TrimEnd('.') + ".");
        }

        return null;
    }

    /// <summary>Looks at the events alone, which takes no stack, before anything recursive is done with the text.</summary>
    private static bool IsFlatEnough(string text, FaultList faults)
    {
        Parser parser = new(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            if (parser.Current is AnchorAlias alias)
            {
                faults.Add(alias.Start, "", $"the alias '*{alias.Value}'", "a study file says everything where it belongs; aliases are not allowed.");
                return false;
            }

            depth += parser.Current!.NestingIncrease;
            if (depth > DeepestNesting)
            {
                faults.Add(parser.Current.Start, "", $"nesting deeper than {DeepestNesting}", "a study file is flatter than that.");
                return false;
            }
        }

        return true;
    }
}
