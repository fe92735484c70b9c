using Fds.Client.Local;
using Fds.Contracts.Folders;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Local;

/// <summary>What running a study on this machine does before there is a silo.</summary>
public sealed class LocalStudyTests
{
    [Fact]
    public async Task Run_WhenRestartedWhileAnotherRuns_IsRefusedAndDeletesNothing()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["tiny.yaml"], SmallStudy.Yaml("tiny"), TestContext.Current.CancellationToken);
        string state = folder["out/.state"];
        using FolderLock other = FolderLock.Take(state);
        string learned = Path.Combine(state, "learned");
        await File.WriteAllTextAsync(learned, "much", TestContext.Current.CancellationToken);

        using Recorder recorder = new();
        int code = await FdsConsole.Run(["run", "-f", folder["tiny.yaml"], "--to", folder["out"], "--restart"], recorder.Terminal);

        Assert.Equal(ExitCodes.StudyFailed, code);
        Assert.Contains($"{state} is in use by another process", recorder.Talk, StringComparison.Ordinal);
        Assert.Equal("much", await File.ReadAllTextAsync(learned, TestContext.Current.CancellationToken));
    }
}
