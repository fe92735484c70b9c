using Fds.Grains.Hosting;
using Fds.Grains.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Fds.Grains.Tests.Settings;

/// <summary>What is said of settings that cannot be.</summary>
public sealed class SettingsCheckTests
{
    [Theory]
    [InlineData("Fds:Slots", "abc", "Fds:Slots must be a whole number from 0 to 1024, but is 'abc'.")]
    [InlineData("Fds:Slots", "", "Fds:Slots must be a whole number from 0 to 1024, but is ''.")]
    [InlineData("Fds:Slots", "5000", "Fds:Slots must be a whole number from 0 to 1024, but is '5000'.")]
    [InlineData("Fds:Slots", "2.5", "Fds:Slots must be a whole number from 0 to 1024, but is '2.5'.")]
    [InlineData("Fds:Slots", "99999999999", "Fds:Slots must be a whole number from 0 to 1024, but is '99999999999'.")]
    [InlineData("FDS:SLOTS", "-1", "Fds:Slots must be a whole number from 0 to 1024, but is '-1'.")]
    [InlineData("Fds:Lease", "soon", "Fds:Lease must be a time from 00:00:01 to 00:10:00, written hh:mm:ss, but is 'soon'.")]
    [InlineData("Fds:Lease", "30", "Fds:Lease must be a time from 00:00:01 to 00:10:00, written hh:mm:ss, but is '30', which is 30 days.")]
    [InlineData("Fds:ReadAnywhere", "yes", "Fds:ReadAnywhere must be true or false, but is 'yes'.")]
    [InlineData("Fds:Device", "gpu", "Fds:Device must be cuda or cpu, or left out, but is 'gpu'.")]
    [InlineData("Fds:SiloName", "a/b", "Fds:SiloName must consist of letters, digits, '-', '_' and '.', but is 'a/b'.")]
    [InlineData("Fds:Storage", "", "Fds:Storage must not be empty.")]
    [InlineData("Fds:Slotz", "3", "Fds:Slotz is no setting. Did you mean 'Slots'?")]
    [InlineData("Fds:Storage:Folder", "a", "Fds:Storage takes one value, but there is Fds:Storage:Folder.")]
    [InlineData("Fds:Cluster", "a", "Fds:Cluster has settings below it and takes no value of its own, but is 'a'.")]
    [InlineData("Fds:Cluster:Votes", "11", "Fds:Cluster:Votes must be a whole number from 1 to 10, but is '11'.")]
    [InlineData("Fds:Clusters:Votes", "1", "Fds:Clusters is no setting. Did you mean 'Cluster'?")]
    public void Setting_ThatCannotBe_HasItsSentence(string key, string value, string sentence) => Assert.Equal([sentence], Complaints((key, value)));

    [Fact]
    public void Settings_WithSeveralFaults_AreAllNamed() => Assert.Equal(4, Complaints(("Fds:Slots", "x"), ("Fds:Heartbeat", "y"), ("Fds:Cluster:Votes", "z"), ("Fds:Nothing", "")).Count);

    [Fact]
    public void Settings_ThatCanBe_HaveNone() => Assert.Empty(Complaints(
        ("Fds:Slots", "2"), ("fds:lease", "00:00:30"), ("Fds:ReadAnywhere", "True"), ("Fds:Device", "cuda"), ("Fds:Data", ""), ("Fds:Cluster:ConnectionString", ""), ("Fds:Cluster:Votes", "2"), ("FDS", "anything"), ("Other:Slots", "x")));

    [Fact]
    public void Validator_OnOptionsThatAreSetOtherwise_SaysTheSame()
    {
        SettingsValidator<FdsSiloOptions> validator = new(FdsSiloOptions.Section);

        Assert.Equal(["Fds:Slots must be a whole number from 0 to 1024, but is '-1'.", "Fds:DrainTime must be a time from 00:00:01 to 01:00:00, written hh:mm:ss, but is '00:00:00'."],
            validator.Validate(null, new() { SiloName = "s", Slots = -1, DrainTime = TimeSpan.Zero }).Failures);
        Assert.StartsWith("Fds:Lease must be at least 3 times", Assert.Single(validator.Validate(null, new() { SiloName = "s", Lease = TimeSpan.FromSeconds(1) }).Failures!), StringComparison.Ordinal);
        Assert.True(validator.Validate(null, new() { SiloName = "s" }).Succeeded);
    }

    private static IReadOnlyList<string> Complaints(params (string Key, string Value)[] settings) => SettingsCheck.Complaints(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build(),
        [(FdsSiloOptions.Section, typeof(FdsSiloOptions)), (FdsClusterOptions.Section, typeof(FdsClusterOptions))]);
}
