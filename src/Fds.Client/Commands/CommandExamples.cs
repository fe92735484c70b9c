using System.CommandLine;

namespace Fds.Client.Commands;

/// <summary>A command line or two for every verb, which its help ends with.</summary>
internal static class CommandExamples
{
    private static readonly Dictionary<string, string[]> All = new()
    {
        ["fds"] = ["fds init", "fds run -f study.yaml"],
        ["fds init"] = ["fds init", "fds init --name digits --dataset mnist --length '2 epochs' --to digits.yaml"],
        ["fds explain"] = ["fds explain spec.hyperparameters.learningRate", "fds explain --recursive"],
        ["fds run"] = ["fds run -f studies/quickstart.yaml", "fds run -f study.yaml --to results/second --slots 2"],
        ["fds validate"] = ["fds validate -f study.yaml", "fds validate -f study.yaml --file-only -o json"],
        ["fds verify"] = ["fds verify -f studies/quickstart.yaml --steps 20"],
        ["fds submit"] = ["fds submit -f study.yaml --cluster silo-a:30000 --wait"],
        ["fds list"] = ["fds list", "fds list -o json"],
        ["fds describe"] = ["fds describe quickstart"],
        ["fds watch"] = ["fds watch quickstart", "fds watch quickstart -o json"],
        ["fds wait"] = ["fds wait quickstart --timeout 1h"],
        ["fds pause"] = ["fds pause quickstart"],
        ["fds resume"] = ["fds resume quickstart"],
        ["fds cancel"] = ["fds cancel quickstart --reason 'good enough'"],
        ["fds extend"] = ["fds extend quickstart --outer-steps 20"],
        ["fds delete"] = ["fds delete quickstart"],
        ["fds results"] = ["fds results quickstart", "fds results quickstart --table outer-steps -o csv"],
        ["fds compare"] = ["fds compare mnist-compare", "fds compare first second -o wide"],
        ["fds export"] = ["fds export quickstart --to results/quickstart", "fds export quickstart --as pytorch"],
        ["fds report"] = ["fds report quickstart --to quickstart.html"],
        ["fds plot"] = ["fds plot quickstart", "fds plot quickstart --show loss --to loss.svg"],
        ["fds logs"] = ["fds logs quickstart -f", "fds logs quickstart --replica 0 --since 10m"],
        ["fds top"] = ["fds top --cluster silo-a:30000", "fds top --once"],
        ["fds data"] = ["fds data get mnist --to data"],
        ["fds data get"] = ["fds data get mnist --to data"],
        ["fds data put"] = ["fds data put net.pt", "fds data put train.csv --as tables/train.csv"],
        ["fds data list"] = ["fds data list"],
        ["fds data remove"] = ["fds data remove tables/train.csv"],
        ["fds config"] = ["fds config list"],
        ["fds config get"] = ["fds config get cluster"],
        ["fds config set"] = ["fds config set cluster silo-a:30000,silo-b:30000"],
        ["fds config unset"] = ["fds config unset cluster"],
        ["fds config list"] = ["fds config list -o json"],
        ["fds completion"] = ["fds completion bash > ~/.local/share/bash-completion/completions/fds", "fds completion zsh > ~/.zfunc/_fds", "fds completion fish > ~/.config/fish/completions/fds.fish"],
        ["fds version"] = ["fds version"],
    };

    /// <summary>Those of a command; none where it has none.</summary>
    public static IReadOnlyList<string> Of(Command command) => All.GetValueOrDefault(PathOf(command), []);

    /// <summary>The words that call it.</summary>
    public static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "fds";
}
