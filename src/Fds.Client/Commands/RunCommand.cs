using System.CommandLine;
using Fds.Client.Local;

namespace Fds.Client.Commands;

/// <summary>fds run: everything in one go on this machine.</summary>
internal sealed class RunCommand : Command
{
    public RunCommand(Terminal terminal)
        : base("run", "Runs a study on this machine in a private one-silo cluster, shows live progress and writes the result folder. Ctrl-C pauses the study; the same command resumes it.")
    {
        Option<string> file = CommonOptions.StudyFile();
        Option<string?> data = CommonOptions.Data();
        Option<string?> to = new Option<string?>("--to") { Description = "Result folder; default: results/NAME." }.NotEmpty("a folder");
        Option<bool> restart = new("--restart") { Description = "Start again: delete what a study in that folder has learned so far." };
        Option<bool> force = CommonOptions.Force();
        Option<int> slots = CommonOptions.Slots();
        Add(file);
        Add(data);
        Add(to);
        Add(restart);
        Add(force);
        Add(slots);
        SetAction((parsed, cancellationToken) => new LocalStudy(terminal).Run(
            parsed.GetRequiredValue(file), parsed.GetValue(data), parsed.GetValue(to), parsed.GetValue(restart), parsed.GetValue(force), parsed.GetResult(slots) is null ? null : parsed.GetValue(slots), cancellationToken));
    }
}
