using System.CommandLine;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<string> StudyFile() => new Option<string>("--file", "-f") { Description = "The study file; - reads standard input.", Required = true }.NotEmpty("a study file");

    public static Option<string?> Data() => new Option<string?>("--data") { Description = "Folder of data sets; default: the environment variable FDS_DATA." }.Folder();

    public static Option<string?> Cluster() => new("--cluster") { Description = "Address of the cluster, HOST:PORT, or several of its silos separated by commas; default: FDS_CLUSTER, then the config file, then 127.0.0.1:30000." };

    public static Option<bool> Force() => new("--force") { Description = "Replace files in the folder that fds did not write, and another study's results." };

    public static Argument<string> Name() => new("name")
    {
        Description = "The study's name.",
        Validators = { result => { if (result.Tokens is [{ Value: var name }] && StudyName.Complaint(name) is { } complaint) { result.AddError(complaint); } } },
    };

    public static Option<OutputFormat> Output() => new Option<OutputFormat>("--output", "-o")
    {
        Description = $"{OutputFormats.Words}.",
        DefaultValueFactory = _ => OutputFormat.Table,
        CustomParser = result =>
        {
            string word = result.Tokens is [{ Value: var only }] ? only : "";
            if (!OutputFormats.TryParse(word, out OutputFormat format))
            {
                result.AddError($"-o: found '{word}'; expected {OutputFormats.Words}.");
            }

            return format;
        },
    }.Completing(OutputFormats.All);

    /// <summary>Offers words to shells that complete command lines, instead of names of this program's own.</summary>
    public static Option<T> Completing<T>(this Option<T> option, IEnumerable<string> words)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. words]);
        return option;
    }

    public static Option<int> Slots() => new("--slots")
    {
        Description = "Number of replicas that run at once on this machine; default: the number of seeds, at most one per core.",
        Validators = { result => { if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int slots) || slots is < 1 or > 1024)) { result.AddError($"--slots: found '{result.Tokens[0].Value}'; expected a whole number from 1 to 1024."); } } },
    };

    /// <summary>Refuses an empty text, which is what a variable that is not set leaves.</summary>
    public static Option<T> NotEmpty<T>(this Option<T> option, string expected) => option.Requiring(text => text.Trim().Length > 0, expected);

    /// <summary>Refuses what is no folder that is there.</summary>
    public static Option<T> Folder<T>(this Option<T> option) => option.Requiring(Directory.Exists, "an existing folder");

    private static Option<T> Requiring<T>(this Option<T> option, Func<string, bool> holds, string expected)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !holds(text))
            {
                result.AddError($"{option.Name}: found '{text}'; expected {expected}.");
            }
        });
        return option;
    }
}
