using System.ComponentModel.DataAnnotations;
using Fds.Grains.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Fds.Grains.Tests.Hosting;

public sealed class FdsClusterOptionsTests
{
    [Fact]
    public void Options_ByDefault_AreAsDocumentedAndValid()
    {
        FdsClusterOptions options = new();

        Assert.Equal("Fds:Cluster", FdsClusterOptions.Section);
        Assert.False(options.IsClustered);
        Assert.Null(options.ConnectionString);
        Assert.Equal("fds", options.Id);
        Assert.Null(options.AdvertisedAddress);
        Assert.Null(options.ListenAddress);
        Assert.Equal(TimeSpan.FromSeconds(5), options.ProbeTimeout);
        Assert.Equal(3, options.MissedProbes);
        Assert.Equal(2, options.Votes);
        Assert.Equal(TimeSpan.FromSeconds(5), options.SignOfLife);
        Assert.Equal(TimeSpan.FromSeconds(15), options.Revival);
        Assert.Equal(TimeSpan.FromMinutes(1), options.Reminder);
        Assert.Equal(TimeSpan.FromMinutes(1), options.DatabaseWait);
        Assert.Equal(TimeSpan.FromSeconds(10), options.KubernetesWait);
        Assert.Empty(Failures(options));
    }

    [Fact]
    public void Numbers_AtEachBound_AreTakenAndBeyondRefused()
    {
        AssertBounds(1, 20, value => new() { MissedProbes = value }, nameof(FdsClusterOptions.MissedProbes));
        AssertBounds(1, 10, value => new() { Votes = value }, nameof(FdsClusterOptions.Votes));
    }

    [Fact]
    public void Times_AtEachBound_AreTakenAndBeyondRefused()
    {
        AssertBounds(200, 60_000, value => new() { ProbeTimeout = TimeSpan.FromMilliseconds(value) }, nameof(FdsClusterOptions.ProbeTimeout));
        AssertBounds(1_000, 300_000, value => new() { SignOfLife = TimeSpan.FromMilliseconds(value) }, nameof(FdsClusterOptions.SignOfLife));
        AssertBounds(1_000, 600_000, value => new() { Revival = TimeSpan.FromMilliseconds(value) }, nameof(FdsClusterOptions.Revival));
        AssertBounds(1_000, 3_600_000, value => new() { Reminder = TimeSpan.FromMilliseconds(value) }, nameof(FdsClusterOptions.Reminder));
        AssertBounds(0, 3_600_000, value => new() { DatabaseWait = TimeSpan.FromMilliseconds(value) }, nameof(FdsClusterOptions.DatabaseWait));
        AssertBounds(1_000, 60_000, value => new() { KubernetesWait = TimeSpan.FromMilliseconds(value) }, nameof(FdsClusterOptions.KubernetesWait));
    }

    [Theory]
    [InlineData("lab-2", true)]
    [InlineData("0", true)]
    [InlineData("", false)]
    [InlineData("-lab", false)]
    [InlineData("lab-", false)]
    [InlineData("a lab", false)]
    public void Id_IsAShortName(string id, bool allowed) => Assert.Equal(allowed, Failures(new() { Id = id }).Count == 0);

    [Theory]
    [InlineData(null, false)]
    [InlineData(" ", false)]
    [InlineData("Host=db", true)]
    public void Silo_WithADatabase_IsClustered(string? connection, bool clustered) => Assert.Equal(clustered, new FdsClusterOptions { ConnectionString = connection }.IsClustered);

    [Fact]
    public void Validator_OnSeveralFaults_NamesThemAllWithoutThePassword()
    {
        ValidateOptionsResult result = new FdsClusterOptionsValidator().Validate(null, new() { ConnectionString = "Username=fds;Password=secret", ListenAddress = "here" });

        Assert.Equal(
            [
                "Fds:Cluster:ConnectionString must be a PostgreSQL connection string such as 'Host=db;Username=fds;Database=fds', but it names no Host.",
                "Fds:Cluster:ListenAddress must be an IP address, e.g. 0.0.0.0, but is 'here'.",
            ],
            result.Failures);
    }

    private static void AssertBounds(int least, int most, Func<int, FdsClusterOptions> with, string setting)
    {
        Assert.Empty(Failures(with(least)));
        Assert.Empty(Failures(with(most)));
        Assert.Equal([setting], Failures(with(least - 1)));
        Assert.Equal([setting], Failures(with(most + 1)));
    }

    private static List<string> Failures(FdsClusterOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.SelectMany(result => result.MemberNames).Distinct()];
    }
}
