using System.Diagnostics;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>Shells complete command lines of the console.</summary>
public sealed class CompletionCommandTests
{
    /// <summary>bash with the script, asked for what it offers where the tabulator is pressed at the end of a line.</summary>
    [Theory]
    [InlineData("fds exp", "explain", "export")]
    [InlineData("fds config ", "get", "list", "set", "unset")]
    [InlineData("fds config get tls.k", "tls.key")]
    [InlineData("fds results x --tab", "--table")]
    [InlineData("fds results x --table tr", "trials")]
    [InlineData("fds list -o j", "json")]
    [InlineData("fds completion ", "bash", "fish", "zsh")]
    [InlineData("fds explain spec.hyperparameters.momentum.ra", "spec.hyperparameters.momentum.range")]
    [InlineData("fds validate -f stu")]
    public async Task Bash_WithTheScript_OffersWhatFits(string line, params string[] offers)
    {
        using TemporaryFolder folder = new();
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["completion", "bash"], recorder.Terminal));
        await File.WriteAllTextAsync(folder["completion"], recorder.Data, TestContext.Current.CancellationToken);

        string asked = $$"""
            fds() { {{DotNet()}} '{{typeof(FdsConsole).Assembly.Location}}' "$@"; }
            source '{{folder["completion"]}}'
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"; [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _fds_complete
            printf '%s\n' "${COMPREPLY[@]}"
            complete -p fds >&2
            """;
        (string output, string errors) = await Bash(asked);

        Assert.Equal(offers.Order(StringComparer.Ordinal), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Contains("complete -o default -F _fds_complete fds", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zsh", "compdef _fds fds")]
    [InlineData("fish", "complete -c fds -a '(__fds_complete)'")]
    public async Task Script_OfAnotherShell_RegistersFds(string shell, string words)
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["completion", shell], recorder.Terminal));
        Assert.Contains(words, recorder.Data, StringComparison.Ordinal);
        Assert.Contains("[suggest:", recorder.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_OfAnUnknownShell_IsRefused()
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["completion", "csh"], recorder.Terminal));
        Assert.Contains("shell: found 'csh'; expected bash, zsh or fish.", recorder.Talk, StringComparison.Ordinal);
    }

    private static string DotNet() => $"'{Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet")}'";

    private static async Task<(string Output, string Errors)> Bash(string script)
    {
        if (!File.Exists("/bin/bash"))
        {
            Assert.Skip("There is no /bin/bash.");
        }

        using Process bash = Process.Start(new ProcessStartInfo("/bin/bash", ["--norc", "--noprofile", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (output, await errors);
    }
}
