using Fds.Client.Faults;
using Fds.Contracts.Faults;
using Fds.Contracts.Studies;
using Fds.Testing;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using Xunit;

namespace Fds.Client.Tests.Faults;

/// <summary>Whatever the console meets, a user reads a sentence.</summary>
[Collection(EnvironmentTests.Name)]
public sealed class ConsoleFaultTests
{
    private const string Frames = "Error from storage provider FileGrainStorage.fds during ReadStateAsync for grain study/tiny\n Exc level 0: Fds.Grains.Storage.X: words\n   at Fds.Grains.Storage.StateFolder.Read(String name)";

    /// <summary>An exception, the exit code, the words, and whether they say it all.</summary>
    public static TheoryData<Exception, int, string, bool> Faults => new()
    {
        { new ConsoleException(ExitCodes.Usage, "--slots: found 'x'."), ExitCodes.Usage, "--slots: found 'x'.", true },
        { new StudyRefusedException("there is no such data set."), ExitCodes.Usage, "the study cannot run here: there is no such data set.", true },
        { new StateFolderException("The state file a is damaged."), ExitCodes.StudyFailed, "The state file a is damaged.", true },
        { new OrleansException(Frames, new StateFolderException("The state file a is damaged.")), ExitCodes.StudyFailed, "The state file a is damaged.", true },
        { new OrleansException(Frames, new DatabaseException("The database cannot be used.")), ExitCodes.StudyFailed, "The database cannot be used.", true },
        { new AggregateException(new InternalFaultException("The silo a met a fault.")), ExitCodes.StudyFailed, "The silo a met a fault.", true },
        { new TaskCanceledException(), ExitCodes.Interrupted, "interrupted", true },
        { new TimeoutException("Response did not arrive on time in 00:00:15 for message: Request [*cli/*grn/Fds.Contracts]"), ExitCodes.Unreachable, "the cluster does not answer.", true },
        { new SiloUnavailableException("words"), ExitCodes.Unreachable, "the cluster does not answer.", true },
        { new ConnectionFailedException("words"), ExitCodes.Unreachable, "the cluster does not answer.", true },
        { new IOException("No space left on device : '/proc/a'", 28), ExitCodes.StudyFailed, "'/proc/a' cannot be written: the disk /proc (", true },
        { new UnauthorizedAccessException("Access to the path '/a' is denied."), ExitCodes.StudyFailed, "Access to the path '/a' is denied.", true },
        { new KeyNotFoundException("The given key was not present."), ExitCodes.StudyFailed, "The given key was not present.", false },
        { new InvalidCastException("Unable to cast object of type 'System.String' to type 'System.Int32'."), ExitCodes.StudyFailed, "an unexpected error occurred.", false },
        { new OrleansException(Frames), ExitCodes.StudyFailed, "an unexpected error occurred.", false },
        { new TypeInitializationException("Fds.Client.X", new InvalidOperationException("the reason")), ExitCodes.StudyFailed, "the reason.", false },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Fault_OfAnyKind_IsASentenceWithoutInternals(Exception exception, int code, string words, bool expected)
    {
        ConsoleFault fault = ConsoleFault.Of(exception);

        Assert.Equal((code, expected), (fault.ExitCode, fault.IsExpected));
        Assert.StartsWith(words, fault.Message, StringComparison.Ordinal);
        Assert.False(FaultText.ShowsInternals(fault.Message), fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task Details_OfAFaultThatNobodyExpected_AreKeptAndNamed()
    {
        using TemporaryFolder folder = new();
        using EnvironmentValue home = new("XDG_STATE_HOME", folder.Path);

        string file = FaultLog.Keep(new InvalidCastException("words"), TimeProvider.System)!;

        Assert.Equal(folder["fds/console.log"], file);
        Assert.Contains("System.InvalidCastException: words", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Details_WhereNothingCanBeWritten_AreNotNamed()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["file"], "");
        using EnvironmentValue home = new("XDG_STATE_HOME", folder["file"]);

        Assert.Null(FaultLog.Keep(new InvalidCastException("words"), TimeProvider.System));
    }
}
