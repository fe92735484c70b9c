using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fds.Client.Rendering.Screens;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.StudyFiles;

/// <summary>A study file for somebody to go on from: every field with what <c>fds explain</c> says of it as a comment.</summary>
internal sealed partial class NewStudyFile
{
    private const int Width = 110;
    private const string Indent = "  ";
    private readonly StringBuilder text = new();
    private readonly Stack<string> path = new();

    private NewStudyFile()
    {
    }

    /// <summary>The file's text.</summary>
    /// <param name="study">What it is made from.</param>
    /// <param name="file">Where it is to stand; paths of files are relative to that.</param>
    public static string Of(NewStudy study, string file)
    {
        NewStudyFile made = new();
        made.Comment($"Written by fds init. Check it with fds validate -f {file}, run it with fds run -f {file}; fds explain FIELD says more of a field, docs/study.schema.json is for editors.");
        made.Line("apiVersion: fds/v1");
        made.Line("kind: Study");
        made.Section("metadata", () => made.Field("name", Quoted(study.Name)));
        made.Section("spec", () => made.Specification(study, Path.GetDirectoryName(Path.GetFullPath(file))!));
        return made.text.ToString();
    }

    private void Specification(NewStudy study, string folder)
    {
        bool adam = study.Model == ModelSpecification.Transformer;
        Section("data", () => Data(study, folder));
        Section("model", () => Model(study, folder));
        Section("inner", () => Inner(study, adam));
        Section("hyperparameters", () => Hyperparameters(study, adam));
        Section("outer", () =>
        {
            Field("rule", "adam");
            Field("steps", "10");
        });
        Section("seeds", () => Field("count", "2"));
        Section("search", () => Section("confirm", () =>
        {
            Field("best", "3");
            Field("seeds", "5");
        }));
        Section("retrain", () => Field("seeds", "3"));
    }

    private void Data(NewStudy study, string folder)
    {
        Field("name", study.DataForm ?? Quoted(study.Data));
        if (study.DataForm is { } form)
        {
            Field("path", Relative(study.Data, folder));
            if (form == DataSpecification.Table)
            {
                Field("target", DataSpecification.LastColumn);
            }
            else if (form == DataSpecification.Text)
            {
                Field("block", "64");
            }
        }

        Field("validationFraction", "0.1");
    }

    private void Model(NewStudy study, string folder)
    {
        Field("name", study.IsScript ? ModelSpecification.TorchScript : Quoted(study.Model));
        if (study.IsScript)
        {
            Field("path", Relative(study.Model, folder));
        }
        else if (study.Model != ModelSpecification.Transformer)
        {
            Field("initialisation", "kaiming");
        }
    }

    private void Inner(NewStudy study, bool adam)
    {
        Field("batchSize", adam ? "16" : "64");
        Field(study.HorizonField.Field, study.HorizonField.Value);
        Field("gradientClamp", "3");
        if (adam)
        {
            Field("optimiser", "adamw");
        }
    }

    private void Hyperparameters(NewStudy study, bool adam)
    {
        Field("learningRate", $"{{windows: {study.Windows}, initial: {(adam ? "1e-3, range: [1e-5, 0.1]" : "0.03, range: [1e-4, 1]")}}}");
        if (!adam)
        {
            Field("momentum", "{windows: 1, initial: 0.9, range: [0, 0.99]}");
        }

        Field("weightDecay", adam ? "{windows: 1, initial: 0.01, range: [1e-4, 1]}" : "{windows: 1, initial: 5e-4, range: [1e-5, 5e-3]}");
    }

    private void Section(string name, Action fields)
    {
        Explain(name);
        Line($"{name}:");
        path.Push(name);
        fields();
        path.Pop();
    }

    private void Field(string name, string value)
    {
        Explain(name);
        Line($"{name}: {value}");
    }

    private void Explain(string name)
    {
        string field = string.Join('.', path.Reverse().Append(name));
        Comment(FirstSentence(StudyFields.Find(field)[0].Description));
    }

    private void Comment(string comment)
    {
        foreach (string line in TextFit.Wrap(comment, Width - (path.Count * Indent.Length)))
        {
            Line($"# {line}");
        }
    }

    private void Line(string line) => text.Append(string.Concat(Enumerable.Repeat(Indent, path.Count))).Append(line).Append('\n');

    private static string FirstSentence(string description) => SentenceEnd().Match(description) is { Success: true } end ? description[..(end.Index + 1)] : description;

    /// <summary>A file's path from the study file's folder.</summary>
    private static string Relative(string file, string folder) => Quoted(Path.IsPathRooted(file) ? file : Path.GetRelativePath(folder, Path.GetFullPath(file)));

    /// <summary>A text as YAML reads it as one: in quotes, unless it is plain.</summary>
    private static string Quoted(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/') && text is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off") ? text : JsonSerializer.Serialize(text);

    [GeneratedRegex(@"\. (?=\p{Lu})")]
    private static partial Regex SentenceEnd();
}
