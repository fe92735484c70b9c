using System.Text.RegularExpressions;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Grains.Telemetry;
using Fds.Grains.Tests.Scheduling;
using Fds.Studies.Views;
using Fds.Studies.Work;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Fds.Grains.Tests.Telemetry;

/// <summary>What a scraper gets, from the exporter itself.</summary>
[Collection(ExposingTests.Name)]
public sealed class ExpositionTests
{
    private static readonly DeviceSlot Slot = new("silo/0", "cpu", "cpu", 1);
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000));

    [Fact]
    public async Task Metrics_AreExposedUnderTheNamesThatTheDocumentSays()
    {
        await using Exposition exposition = await Exposition.Open(time);
        Begin(exposition.Instruments, "a");
        exposition.Instruments.OnStudiesListed(new Dictionary<StudyState, int>());
        exposition.Instruments.OnQueueChanged("cpu", new(1, WaitReason.NoDevice));
        exposition.Instruments.ExpectConnections(["silo"], ["expired"]);
        exposition.Instruments.ExpectDataFiles();
        exposition.Instruments.WatchCertificate(time.GetUtcNow);
        string text = await exposition.Scrape();

        // These two need a silo around them.
        Metric[] ofASilo = [MetricCatalogue.Silos, MetricCatalogue.DeviceSlots];
        string[] expected = [.. MetricCatalogue.All.Except(ofASilo).Select(metric => $"{MetricsDocument.Exposed(metric)} {metric.Kind.ToString().ToLowerInvariant()}").Order(StringComparer.Ordinal)];
        string[] exposed = [.. Regex.Matches(text, "^# TYPE (fds_.*)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, exposed);
        Assert.All(MetricCatalogue.All.Except(ofASilo), metric => Assert.Contains($"# HELP {MetricsDocument.Exposed(metric)} {metric.Description}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exposition_AfterManyStudiesHaveEnded_IsAsLongAsAtFirst()
    {
        const int Rounds = 30;
        const int StudiesPerRound = 100;
        await using Exposition exposition = await Exposition.Open(time);
        string[] first = [];
        for (int round = 0; round < Rounds; round++)
        {
            string[] names = [.. Enumerable.Range(0, StudiesPerRound).Select(i => $"study-{round:00}-{i:00}")];
            foreach (string name in names)
            {
                Begin(exposition.Instruments, name);
            }

            string running = await exposition.Scrape();
            string[] means = [.. running.Split('\n').Where(line => line.StartsWith("fds_hypergradient_mean{", StringComparison.Ordinal))];
            Assert.All(names, name => Assert.Contains(means, line => line.Contains($"study=\"{name}\"", StringComparison.Ordinal)));
            Assert.DoesNotContain("otel_metric_overflow", running, StringComparison.Ordinal);
            foreach (string name in names)
            {
                End(exposition.Instruments, name);
            }

            // What was counted last can still be scraped.
            string ended = await exposition.Scrape();
            Assert.Contains("fds_outer_steps_total{", ended, StringComparison.Ordinal);
            time.Advance(StudyRetention.Span + TimeSpan.FromMinutes(1));
            string forgotten = await exposition.Scrape();
            Assert.DoesNotContain("study=\"", forgotten, StringComparison.Ordinal);
            first = round == 0 ? Series(forgotten) : first;
            Assert.Equal(first, Series(forgotten));
        }
    }

    /// <summary>What is exposed, without the values.</summary>
    private static string[] Series(string text) => [.. text.Split('\n').Where(line => line.Length > 0).Select(line => line.StartsWith('#') ? line : line[..line.LastIndexOf(' ')])];

    private static WorkKey Work(string study) => Orders.Order(0).Key with { Study = study };

    private static void Begin(FdsInstruments instruments, string study)
    {
        OuterStepRecord step = SampleStudies.History();
        instruments.OnRunStarted(Slot, Work(study));
        instruments.OnProgress(Slot, Work(study), new(4, 8, 3, 0.5), TimeSpan.FromSeconds(2));
        instruments.OnCheckpointWritten(Slot, Work(study), TimeSpan.FromSeconds(0.1));
        instruments.OnCheckpointFailed(Slot, Work(study));
        instruments.OnCheckpointRestored(Slot, Work(study));
        instruments.OnCheckpointRejected(Slot, Work(study));
        instruments.OnOuterStepCompleted(study, step);
        instruments.OnTrialEnded(study, StudyMethod.Random, new() { Number = 0, State = ReplicaState.Completed, Values = [], Share = 1 });
        instruments.OnReplicaLeftOut(study, ReplicaState.Diverged);
        instruments.OnRedispatched(study);
        instruments.OnAttemptFailed(study, FailureReasons.Faulted);
        instruments.OnStaleReport(study);
        instruments.OnStudyChanged(study, SampleStudies.Running(step, waiting: 1), SampleStudies.NoFreeSlot);
    }

    private static void End(FdsInstruments instruments, string study)
    {
        instruments.OnRunEnded(Slot, Work(study), new(8, 8, 3, 0.5), TimeSpan.FromSeconds(4));
        instruments.Forget(study);
    }
}
