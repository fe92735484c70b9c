using System.CommandLine;
using Fds.Client.Rendering;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>fds explain: what a field of a study file is.</summary>
internal sealed class ExplainCommand : Command
{
    private const int MostNamed = 12;
    private readonly Terminal terminal;
    private readonly Argument<string> field = new("field") { Description = "Path of a field, such as spec.hyperparameters.learningRate.range, or the end of one; default: the whole file.", DefaultValueFactory = _ => "", HelpName = "field" };
    private readonly Option<bool> recursive = new("--recursive") { Description = "Name all fields below it." };
    private readonly Option<OutputFormat> output = CommonOptions.Output();

    public ExplainCommand(Terminal terminal)
        : base("explain", "Explains a field of a study file: its type, its default, what is allowed, what it does, and the fields it has.")
    {
        this.terminal = terminal;
        field.CompletionSources.Add(context => StudyFields.File.All().Select(note => note.Path).Where(path => path.StartsWith(context.WordToComplete, StringComparison.Ordinal)));
        Add(field);
        Add(recursive);
        Add(output);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        FieldNote note = Find(parsed.GetRequiredValue(field));
        OutputFormat format = parsed.GetValue(output);
        if (format is OutputFormat.Table or OutputFormat.Wide)
        {
            FieldExplanation.Write(note, parsed.GetValue(recursive), terminal.Out);
        }
        else
        {
            new DataWriter(terminal.Out, format).Write(note, _ => FieldExplanation.Rows(note.All().Where(each => each.Path.Length > 0)), [.. note.All().Select(each => each.Path).Where(path => path.Length > 0)]);
        }

        return ExitCodes.Done;
    }

    private static FieldNote Find(string path)
    {
        IReadOnlyList<FieldNote> found = StudyFields.Find(path);
        if (found is [var only])
        {
            return only;
        }

        string[] all = [.. StudyFields.File.All().Select(note => note.Path).Where(known => known.Length > 0)];
        throw new ConsoleException(ExitCodes.Usage, found.Count > 1
            ? $"field: found '{path}', which {found.Count} fields end with; expected one of {string.Join(", ", found.Take(MostNamed).Select(note => note.Path))}{(found.Count > MostNamed ? ", …" : "")}."
            : $"field: found '{path}'; expected the path of a field of a study file, or the end of one.{Hint(path, all)}");
    }

    /// <summary>The nearest path, or the nearest among the last names of paths.</summary>
    private static string Hint(string path, string[] all)
    {
        string name = path[(path.LastIndexOf('.') + 1)..];
        if (NearestName.Find(name, all.Select(known => known[(known.LastIndexOf('.') + 1)..]).Distinct()) is not { } near)
        {
            return NearestName.Hint(path, all);
        }

        string[] named = [.. all.Where(known => known.EndsWith($".{near}", StringComparison.Ordinal) || known == near)];
        return $" Did you mean '{NearestName.Find(path, named) ?? named[0]}'?";
    }
}
