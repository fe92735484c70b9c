using System.Runtime.Versioning;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests;

/// <summary>Whatever goes wrong before there is a silo, users of the console read sentences: no stack frames, no exceptions, no types of the program.</summary>
[Collection(EnvironmentTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class NoInternalsTests
{
    /// <summary>
    /// Arguments, an environment variable with its value, and a piece of what is said. {folder} is a folder of the case's own: 'file' is a file
    /// in it, 'study.yaml' a study, 'program' a script that says nothing, 'config/fds/config.json' no JSON.
    /// </summary>
    public static TheoryData<string[], string, string, string> Faults => new()
    {
        { ["validate", "-f", "{folder}/absent.yaml"], "", "", "absent.yaml" },
        { ["validate", "-f", "{folder}"], "", "", "{folder}" },
        { ["validate", "-f", "/proc/self/mem"], "", "", "/proc/self/mem" },
        { ["validate", "-f", "{folder}/study.yaml"], "TMPDIR", "/nonexistent", "TMPDIR" },
        { ["validate", "-f", "{folder}/study.yaml"], "TMPDIR", "/proc", "TMPDIR" },
        { ["validate", "-f", "{folder}/study.yaml"], "FDS_SILO", "{folder}/absent", "FDS_SILO: found '{folder}/absent', which does not exist" },
        { ["validate", "-f", "{folder}/study.yaml"], "FDS_SILO", "{folder}/file", "FDS_SILO: found '{folder}/file', which is not executable" },
        { ["validate", "-f", "{folder}/study.yaml"], "FDS_SILO", "{folder}/program", "the silo ended with code 3 before it was ready" },
        { ["validate", "-f", "{folder}/study.yaml", "--cluster", "no-such-host.invalid"], "", "", "no-such-host.invalid" },
        { ["run", "-f", "{folder}/study.yaml", "--to", "{folder}/file"], "", "", "{folder}/file" },
        { ["run", "-f", "{folder}/study.yaml", "--to", "/proc/out"], "", "", "/proc/out" },
        { ["run", "-f", "{folder}/study.yaml", "--to", "{folder}/out"], "FDS_SILO", "{folder}/program", "the silo ended with code 3 before it was ready" },
        { ["list", "--cluster", ":"], "", "", "--cluster: found ':'" },
        { ["list"], "FDS_CLUSTER", "no-such-host.invalid:1", "no-such-host.invalid" },
        { ["list"], "XDG_CONFIG_HOME", "{folder}/config", "{folder}/config/fds/config.json" },
        { ["list"], "FDS_MAX_MESSAGE_BYTES", "abc", "FDS_MAX_MESSAGE_BYTES: found 'abc'" },
        { ["list", "--tls-key", "{folder}/file"], "", "", "--tls-authority" },
        { ["list", "--tls-authority", "{folder}/file", "--tls-certificate", "{folder}/file", "--tls-key", "{folder}/absent"], "", "", "{folder}/" },
        { ["data", "get", "nothing", "--to", "{folder}/file"], "", "", "nothing" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Command_ThatFails_SaysWhyInWordsForUsers(string[] arguments, string variable, string value, string words)
    {
        using TemporaryFolder folder = new();
        string Here(string text) => text.Replace("{folder}", folder.Path, StringComparison.Ordinal);
        await Fill(folder);
        using EnvironmentValue? set = variable.Length == 0 ? null : new(variable, Here(value));
        using EnvironmentValue state = new("XDG_STATE_HOME", folder["state"]);
        using Recorder recorder = new();

        int code = await FdsConsole.Run([.. arguments.Select(Here)], recorder.Terminal);

        Assert.NotEqual(ExitCodes.Done, code);
        Assert.Contains(Here(words), recorder.Talk, StringComparison.Ordinal);
        Assert.Empty(Internals.In(recorder.Data + recorder.Talk));
        Assert.False(Directory.Exists(folder["state"]), $"This is a fault that the console does not expect: {recorder.Talk}");
    }

    private static async Task Fill(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["config/fds"]);
        await File.WriteAllTextAsync(folder["config/fds/config.json"], "{\"cluster\": 7", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["file"], "text", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["study.yaml"], SmallStudy.Quadratic("small"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["program"], "#!/bin/sh\nexit 3\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(folder["program"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
