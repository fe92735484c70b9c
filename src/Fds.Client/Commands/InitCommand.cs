using System.CommandLine;
using Fds.Client.StudyFiles;
using Spectre.Console;

namespace Fds.Client.Commands;

/// <summary>fds init: a study file to begin with.</summary>
internal sealed class InitCommand : Command
{
    private const string UsualFile = "study.yaml";
    private readonly Terminal terminal;
    private readonly Option<string> to = new Option<string>("--to", "-f") { Description = $"The file to write; default: {UsualFile}.", DefaultValueFactory = _ => UsualFile }.NotEmpty("a file");
    private readonly Option<string?> name = new("--name") { Description = "The study's name; default: that of the folder." };
    private readonly Option<string?> data = new("--dataset") { Description = "A data set by name, or a file of your own: .npz, .safetensors, .csv, .tsv or .txt; default: glyphs, which needs no download." };
    private readonly Option<string?> model = new("--model") { Description = "A network by name, such as mlp, lenet or wrn-16-1, or a file of TorchScript (.pt); default: one that suits the data." };
    private readonly Option<string?> length = new("--length") { Description = "How long a training run is, such as '2 epochs' or '300 steps'; default: what suits the data." };
    private readonly Option<string?> windows = new("--windows") { Description = "Into how many parts of a run the learning rate is divided, each with a value of its own; default: 5." };
    private readonly Option<bool> force = new("--force") { Description = "Replace the file if it is there." };

    public InitCommand(Terminal terminal)
        : base("init", "Writes a study file with comments to begin with, from five questions in a terminal; those that options answer are not asked, and elsewhere none.")
    {
        this.terminal = terminal;
        foreach (Option option in (Option[])[to, name, data, model, length, windows, force])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    private async Task<int> Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        string file = parsed.GetRequiredValue(to);
        RequireRoom(file, parsed.GetValue(force));
        NewStudy study = new() { Name = NameOfFolder() };
        Option<string?>[] answers = [name, data, model, length, windows];
        foreach ((Question question, Option<string?> option) in Question.All.Zip(answers))
        {
            study = await Answer(study, question, parsed.GetValue(option), cancellationToken);
        }

        await Write(NewStudyFile.Of(study, file), file, parsed.GetValue(force), cancellationToken);
        terminal.Say($"fds: {file} is written. Next: fds validate -f {file}, fds run -f {file}");
        terminal.Out.WriteLine(file);
        return ExitCodes.Done;
    }

    /// <summary>The study with one more answer: the option's, the user's, or in silence the usual one.</summary>
    private async Task<NewStudy> Answer(NewStudy study, Question question, string? given, CancellationToken cancellationToken)
    {
        string usual = question.Usual(study);
        if (given is null && terminal.CanAsk)
        {
            TextPrompt<string> prompt = new TextPrompt<string>(question.Text)
                .DefaultValue(usual)
                .Validate(text => question.With(study, text.Trim()).Complaint() is { } wrong ? ValidationResult.Error(Markup.Escape(wrong)) : ValidationResult.Success());
            return question.With(study, (await prompt.ShowAsync(terminal.Talk, cancellationToken)).Trim());
        }

        NewStudy answered = question.With(study, (given ?? usual).Trim());
        return answered.Complaint() is { } complaint ? throw new ConsoleException(ExitCodes.Usage, complaint) : answered;
    }

    private static void RequireRoom(string file, bool force)
    {
        if (File.Exists(file) && !force)
        {
            throw new ConsoleException(ExitCodes.Usage, $"--to: found '{file}', which exists; expected a file that does not. --force replaces it.");
        }
    }

    private static async Task Write(string text, string file, bool force, CancellationToken cancellationToken)
    {
        try
        {
            // One that has come into being meanwhile is not replaced either.
            await using FileStream stream = new(file, force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            await using StreamWriter writer = new(stream);
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new ConsoleException(ExitCodes.Usage, $"--to: '{file}' cannot be written: {FileFault.Reason(e, file)}.", e);
        }
    }

    /// <summary>The folder's name as a study's, as far as it is one.</summary>
    private static string NameOfFolder()
    {
        string folder = string.Concat(Path.GetFileName(Directory.GetCurrentDirectory()).ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        return Fds.Contracts.Studies.StudyName.Complaint(folder) is null ? folder : new NewStudy().Name;
    }
}
