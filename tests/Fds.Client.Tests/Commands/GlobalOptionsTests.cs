using Fds.Testing;
using Spectre.Console;
using Spectre.Console.Testing;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>How much is said, and in which colours.</summary>
public sealed class GlobalOptionsTests
{
    [Theory]
    [InlineData("--quiet", "init")]
    [InlineData("init", "--quiet")]
    [InlineData("init", "-q")]
    public async Task Quiet_LeavesDataAlone(params string[] arguments)
    {
        using TemporaryFolder folder = new();
        using Recorder quiet = new();
        using Recorder usual = new();

        Assert.Equal(ExitCodes.Done, await FdsConsole.Run([.. arguments, "--to", folder["a.yaml"], "--name", "quiet"], quiet.Terminal));
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["init", "--to", folder["b.yaml"], "--name", "loud"], usual.Terminal));

        Assert.Equal(($"{folder["a.yaml"]}\n", ""), (quiet.Data, quiet.Talk));
        Assert.NotEmpty(usual.Talk);
    }

    [Fact]
    public async Task Quiet_StillSaysWhatIsWrong()
    {
        using TemporaryFolder folder = new();
        string still = MalformedStudies.Good.Replace("initial: 0.1", "initial: 0", StringComparison.Ordinal).Replace("range: [0, 1]", "range: [0, 0]", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["still.yaml"], still, TestContext.Current.CancellationToken);
        using Recorder warned = new();
        using Recorder refused = new();

        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["validate", "-q", "--file-only", "-f", folder["still.yaml"]], warned.Terminal));
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["validate", "-q", "-f", folder["absent.yaml"]], refused.Terminal));

        Assert.StartsWith("fds: warning: ", warned.Talk, StringComparison.Ordinal);
        Assert.Single(warned.Talk.TrimEnd('\n').Split('\n'));
        Assert.Contains("there is no such file", refused.Talk, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "--no-color", "version")]
    [InlineData(true, "version", "--no-color")]
    [InlineData(false, "version")]
    public async Task NoColor_LeavesNoColours(bool plain, params string[] arguments)
    {
        using TestConsole console = new TestConsole().Colors(ColorSystem.TrueColor).EmitAnsiSequences();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(arguments, new Terminal(TextWriter.Null, console, TimeProvider.System)));
        console.Write(new Text("red", new Style(Color.Red)));

        Assert.Equal(!plain, console.Output.Contains("\e[", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MisspeltGlobalOption_IsHintedAt()
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["list", "--quite"], recorder.Terminal));
        Assert.Contains("there is no option '--quite'. Did you mean '--quiet'?", recorder.Talk, StringComparison.Ordinal);
    }
}
