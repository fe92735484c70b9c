using System.ComponentModel.DataAnnotations;
using Fds.Grains.Hosting;
using Xunit;

namespace Fds.Grains.Tests.Hosting;

public sealed class FdsSiloOptionsTests
{
    [Fact]
    public void Options_ByDefault_AreAsDocumentedAndValid()
    {
        FdsSiloOptions options = new();

        Assert.Equal("Fds", FdsSiloOptions.Section);
        Assert.Equal(Environment.MachineName, options.SiloName);
        Assert.Equal("fds-state", options.Storage);
        Assert.Null(options.Data);
        Assert.Null(options.Device);
        Assert.Equal(0, options.Slots);
        Assert.Equal(0, options.ThreadsPerSlot);
        Assert.Equal(TimeSpan.FromSeconds(1), options.Heartbeat);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Lease);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Registration);
        Assert.Equal(3, options.AttemptsPerReplica);
        Assert.Equal(TimeSpan.FromMinutes(1), options.CheckpointInterval);
        Assert.Equal(TimeSpan.FromSeconds(30), options.DrainTime);
        Assert.Equal(4L << 30, options.MaxDataFileBytes);
        Assert.Equal(TimeSpan.FromMinutes(2), options.DataUploadIdle);
        Assert.Equal(2000, options.StudyLogLines);
        Assert.Equal(16 << 20, options.StudyLogBytes);
        Assert.Equal(TimeSpan.FromDays(1), options.StudyLogAge);
        Assert.Null(options.Checkpoints);
        Assert.Equal(Path.GetFullPath("fds-state/checkpoints"), options.CheckpointFolder);
        Assert.Equal(Path.GetFullPath("elsewhere"), new FdsSiloOptions { Checkpoints = "elsewhere" }.CheckpointFolder);
        Assert.Empty(Failures(new() { SiloName = "silo" }));
    }

    [Fact]
    public void Slots_AtEachBound_AreTakenAndBeyondRefused()
    {
        AssertBounds(0, 1024, value => new() { SiloName = "s", Slots = value }, nameof(FdsSiloOptions.Slots));
        AssertBounds(0, 1024, value => new() { SiloName = "s", ThreadsPerSlot = value }, nameof(FdsSiloOptions.ThreadsPerSlot));
    }

    [Fact]
    public void LinesOfTheLog_AtEachBound_AreTakenAndBeyondRefused()
    {
        AssertBounds(1, 100_000, value => new() { SiloName = "s", StudyLogLines = value }, nameof(FdsSiloOptions.StudyLogLines));
        AssertBounds(0, 1 << 30, value => new() { SiloName = "s", StudyLogBytes = value }, nameof(FdsSiloOptions.StudyLogBytes));
        AssertBounds(60, 30 * 86_400, value => new() { SiloName = "s", StudyLogAge = TimeSpan.FromSeconds(value) }, nameof(FdsSiloOptions.StudyLogAge));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1L << 40, true)]
    [InlineData(-1, false)]
    [InlineData((1L << 40) + 1, false)]
    public void MaxDataFileBytes_AtEachBound_AreTakenAndBeyondRefused(long bytes, bool valid) =>
        Assert.Equal(valid ? [] : [nameof(FdsSiloOptions.MaxDataFileBytes)], Failures(new() { SiloName = "s", MaxDataFileBytes = bytes }));

    [Theory]
    [InlineData(null, true)]
    [InlineData("cuda", true)]
    [InlineData("cpu", true)]
    [InlineData("gpu", false)]
    [InlineData("", false)]
    public void Device_WhenItIsNoneThatThereIs_IsRefusedByName(string? device, bool valid) =>
        Assert.Equal(valid ? [] : [nameof(FdsSiloOptions.Device)], Failures(new() { SiloName = "s", Device = device }));

    [Fact]
    public void AttemptsPerReplica_AtEachBound_AreTakenAndBeyondRefused() =>
        AssertBounds(1, 100, value => new() { SiloName = "s", AttemptsPerReplica = value }, nameof(FdsSiloOptions.AttemptsPerReplica));

    [Fact]
    public void Times_AtEachBound_AreTakenAndBeyondRefused()
    {
        AssertBounds(50, 60_000, value => new() { SiloName = "s", Lease = TimeSpan.FromMinutes(10), Heartbeat = TimeSpan.FromMilliseconds(value) }, nameof(FdsSiloOptions.Heartbeat));
        AssertBounds(1_000, 600_000, value => new() { SiloName = "s", Heartbeat = TimeSpan.FromMilliseconds(50), Lease = TimeSpan.FromMilliseconds(value) }, nameof(FdsSiloOptions.Lease));
        AssertBounds(100, 5_000, value => new() { SiloName = "s", Registration = TimeSpan.FromMilliseconds(value) }, nameof(FdsSiloOptions.Registration));
        AssertBounds(0, 86_400_000, value => new() { SiloName = "s", CheckpointInterval = TimeSpan.FromMilliseconds(value) }, nameof(FdsSiloOptions.CheckpointInterval));
        AssertBounds(1_000, 3_600_000, value => new() { SiloName = "s", DataUploadIdle = TimeSpan.FromMilliseconds(value) }, nameof(FdsSiloOptions.DataUploadIdle));
        AssertBounds(1_000, 3_600_000, value => new() { SiloName = "s", DrainTime = TimeSpan.FromMilliseconds(value) }, nameof(FdsSiloOptions.DrainTime));
    }

    [Fact]
    public void Lease_WithLessThanThreeHeartbeats_IsRefusedWithBoth()
    {
        FdsSiloOptions options = new() { SiloName = "s", Heartbeat = TimeSpan.FromSeconds(10) };
        Assert.Empty(Results(options));

        options.Heartbeat += TimeSpan.FromMilliseconds(1);
        Assert.Equal(
            "Fds:Lease must be at least 3 times Fds:Heartbeat, which is 00:00:10.0010000, or runs are taken for lost between two of their reports, but is 00:00:30. " +
            "Set it to 00:00:30.0030000 or more.",
            Assert.Single(Results(options)).ErrorMessage);
    }

    [Theory]
    [InlineData("silo-0.fds_1", true)]
    [InlineData("0", true)]
    [InlineData("", false)]
    [InlineData("-silo", false)]
    [InlineData("silo/0", false)]
    [InlineData("silo 0", false)]
    [InlineData("silø", false)]
    public void SiloName_MayBePartOfADevicesKey(string name, bool allowed) => Assert.Equal(allowed, Failures(new() { SiloName = name }).Count == 0);

    [Fact]
    public void Storage_WhenEmpty_IsRefused() => Assert.Equal([nameof(FdsSiloOptions.Storage)], Failures(new() { SiloName = "s", Storage = "" }));

    [Fact]
    public void CpuSlots_WhenNotSet_DivideTheCores()
    {
        Assert.Equal(Environment.ProcessorCount, new FdsSiloOptions().CpuSlots);
        Assert.Equal(1, new FdsSiloOptions().CpuThreadsPerSlot);
        Assert.Equal(Environment.ProcessorCount, new FdsSiloOptions { Slots = 1 }.CpuThreadsPerSlot);
        Assert.Equal(1, new FdsSiloOptions { Slots = 1024 }.CpuThreadsPerSlot);
        Assert.Equal(7, new FdsSiloOptions { Slots = 3, ThreadsPerSlot = 7 }.CpuThreadsPerSlot);
    }

    private static void AssertBounds(int least, int most, Func<int, FdsSiloOptions> with, string setting)
    {
        Assert.Empty(Failures(with(least)));
        Assert.Empty(Failures(with(most)));
        Assert.Equal([setting], Failures(with(least - 1)));
        Assert.Equal([setting], Failures(with(most + 1)));
    }

    private static List<string> Failures(FdsSiloOptions options) => [.. Results(options).SelectMany(result => result.MemberNames).Distinct()];

    private static List<ValidationResult> Results(FdsSiloOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results;
    }
}
