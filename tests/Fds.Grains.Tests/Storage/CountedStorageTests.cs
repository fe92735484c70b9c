using Fds.Grains.Storage;
using Fds.Grains.Tests.Telemetry;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace Fds.Grains.Tests.Storage;

[Collection(ExposingTests.Name)]
public sealed class CountedStorageTests
{
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    public async Task Calls_ThatFail_AreCountedUnlessTheyAreConflicts(bool isFault, int counted)
    {
        await using Exposition exposition = await Exposition.Open(TimeProvider.System);
        CountedStorage subject = new(new FailingStorage(isFault ? new IOException("the disk is full") : new InconsistentStateException("another version")), exposition.Instruments);
        GrainState<string> state = new();
        GrainId grain = GrainId.Create("a", "b");

        Func<Task>[] calls = [() => subject.ReadStateAsync("state", grain, state), () => subject.WriteStateAsync("state", grain, state), () => subject.ClearStateAsync("state", grain, state)];
        foreach (Func<Task> call in calls)
        {
            Assert.Equal(isFault ? typeof(IOException) : typeof(InconsistentStateException), (await Record.ExceptionAsync(call))!.GetType());
        }

        Assert.Matches($$"""(?m)^fds_storage_errors_total{[^}]*} {{counted}}$""", await exposition.Scrape());
    }

    private sealed class FailingStorage(Exception fault) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.FromException(fault);

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.FromException(fault);

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.FromException(fault);
    }
}
