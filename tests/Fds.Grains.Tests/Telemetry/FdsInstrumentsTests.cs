using System.Diagnostics.Metrics;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Grains.Telemetry;
using Fds.Grains.Tests.Scheduling;
using Fds.Grains.Tests.Studies;
using Fds.Studies;
using Fds.Studies.Views;
using Fds.Studies.Work;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Fds.Grains.Tests.Telemetry;

public sealed class FdsInstrumentsTests : IDisposable
{
    private static readonly DeviceSlot Slot = new("silo/0", "cpu", "cpu", 1);
    private static readonly WorkKey Work = Orders.Order(0).Key;
    private static readonly string[] NoFaults = ["fds.checkpoints.failed=0 study=study device=silo/0", "fds.checkpoints.rejected=0 study=study device=silo/0"];
    private static readonly Dictionary<MetricKind, string> Kinds = new()
    {
        [MetricKind.Counter] = "ObservableCounter",
        [MetricKind.Gauge] = "ObservableGauge",
        [MetricKind.Histogram] = "Histogram",
    };

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);

    private readonly TestMeterFactory factory = new();
    private readonly MeterListener listener = new();
    private readonly List<Instrument> published = [];
    private readonly List<string> measured = [];
    private readonly FdsInstruments instruments;
    private long memory;

    public FdsInstrumentsTests()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (factory.Made(instrument.Meter))
            {
                published.Add(instrument);
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Keep(instrument, value, labels));
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Keep(instrument, value, labels));
        listener.Start();
        instruments = new(factory, time);
    }

    public void Dispose()
    {
        listener.Dispose();
        instruments.Dispose();
        factory.Dispose();
    }

    [Fact]
    public void Instruments_AreThoseOfTheCatalogue()
    {
        instruments.WatchCertificate(() => DateTimeOffset.UnixEpoch);
        Assert.All(published, instrument => Assert.Equal(FdsInstruments.MeterName, instrument.Meter.Name));
        Assert.Equal(
            MetricCatalogue.All.Select(metric => $"{metric.Name} {Kinds[metric.Kind]} {metric.Unit} {metric.Description}").Order(StringComparer.Ordinal),
            published.Select(instrument => $"{instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit} {instrument.Description}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void InnerSteps_AsLongAsAlertsAllow_AreToldFromOneAnother()
    {
        const int StalledSeconds = 900;
        Assert.Contains(MetricCatalogue.InnerStepDuration.Boundaries, boundary => boundary is > 60 and < StalledSeconds);
        Assert.InRange(MetricCatalogue.InnerStepDuration.Boundaries[^1], StalledSeconds, 3600);
    }

    [Fact]
    public void Memory_WhenAsked_IsThatOfTheProcess()
    {
        Scrape();
        Assert.InRange(memory, 1 << 20, long.MaxValue);
    }

    [Fact]
    public void Counters_WhoseLabelsAreKnownBeforehand_AreShownFromTheStart() =>
        Assert.Equal(
            [
                "fds.storage.errors=0", "fds.storage.retries=0", "fds.studies.refused=0 reason=code", "fds.studies.refused=0 reason=device", "fds.studies.refused=0 reason=name", "fds.studies.refused=0 reason=path", "fds.studies.refused=0 reason=plan",
                "fds.studies.refused=0 reason=size",
            ],
            Scrape(always: true));

    [Fact]
    public void Checkpoints_WhenTheyComeAndGo_AreCountedWithTheTimeTheyTook()
    {
        instruments.OnCheckpointWritten(Slot, Work, TimeSpan.FromMilliseconds(250));
        instruments.OnCheckpointFailed(Slot, Work);
        instruments.OnCheckpointRestored(Slot, Work);
        instruments.OnCheckpointRejected(Slot, Work);

        Assert.Equal(["fds.checkpoint.duration=0.25 device=silo/0"], Taken());
        Assert.Equal(
            [
                "fds.checkpoints.failed=1 study=study device=silo/0",
                "fds.checkpoints.rejected=1 study=study device=silo/0",
                "fds.checkpoints.restored=1 study=study device=silo/0",
                "fds.checkpoints.written=1 study=study device=silo/0",
            ],
            Scrape());
    }

    [Fact]
    public void Checkpoints_ThatFail_AreCountedFromZeroWhereARunBegins()
    {
        instruments.OnRunStarted(Slot, Work);
        Assert.Equal(NoFaults, Checkpoints());

        instruments.OnCheckpointFailed(Slot, Work);
        instruments.OnRunStarted(Slot, Work);
        Assert.Equal(["fds.checkpoints.failed=1 study=study device=silo/0", "fds.checkpoints.rejected=0 study=study device=silo/0"], Checkpoints());

        List<string> Checkpoints() => [.. Scrape().Where(line => line.StartsWith("fds.checkpoints.", StringComparison.Ordinal))];
    }

    [Fact]
    public void LastCheckpoint_OfARunThatIsUnderWay_IsWhenItBeganOrLeftOne()
    {
        time.Advance(TimeSpan.FromSeconds(5));
        instruments.OnRunStarted(Slot, Work);
        Assert.Equal(["fds.checkpoint.last=5 study=study device=silo/0"], Scrape("fds.checkpoint.last"));

        time.Advance(TimeSpan.FromSeconds(2.5));
        instruments.OnCheckpointWritten(Slot, Work, TimeSpan.Zero);
        Assert.Equal(["fds.checkpoint.last=7.5 study=study device=silo/0"], Scrape("fds.checkpoint.last"));

        instruments.OnRunEnded(Slot, Work, new(0, 0, 0, null), TimeSpan.Zero);
        Assert.Empty(Scrape("fds.checkpoint.last"));
    }

    [Fact]
    public void Progress_OfARunThatWentOnFromACheckpoint_CountsItsOwnStepsOnly()
    {
        instruments.OnRunStarted(Slot, Work);
        instruments.OnProgress(Slot, Work, new(100, 0, 0, null) { FirstInnerStep = 100 }, TimeSpan.FromSeconds(1));
        Assert.Equal(["fds.inner.steps=0 study=study device=silo/0"], Scrape("fds.inner.steps"));
        instruments.OnProgress(Slot, Work, new(110, 200, 2, 0.5) { FirstInnerStep = 100 }, TimeSpan.FromSeconds(3));

        Assert.Equal(["fds.inner.step.duration=0.2 device=silo/0"], Taken());
        Assert.Equal(["fds.inner.steps=10 study=study device=silo/0"], Scrape("fds.inner.steps"));
    }

    [Fact]
    public void StudyGauges_WhileAStudyRuns_ShowItsWindows()
    {
        time.Advance(TimeSpan.FromSeconds(10));
        instruments.OnStudyChanged("a", SampleStudies.Running(SampleStudies.History(), waiting: 2), SampleStudies.NoFreeSlot);

        Assert.Equal(
            [
                "fds.gradient.clamped=0.25 study=a method=fds",
                "fds.hypergradient.mean=-1 study=a method=fds hyperparameter=WeightDecay window=0 group=",
                "fds.hypergradient.mean=-2 study=a method=fds hyperparameter=LearningRate window=1 group=",
                "fds.hypergradient.mean=2 study=a method=fds hyperparameter=LearningRate window=0 group=",
                "fds.hypergradient.products_clamped=0.125 study=a method=fds hyperparameter=LearningRate window=0 group=",
                "fds.hypergradient.products_clamped=0.125 study=a method=fds hyperparameter=LearningRate window=1 group=",
                "fds.hypergradient.products_clamped=0.125 study=a method=fds hyperparameter=WeightDecay window=0 group=",
                "fds.hypergradient.sign_agreement=1 study=a method=fds hyperparameter=LearningRate window=0 group=",
                "fds.hypergradient.sign_agreement=1 study=a method=fds hyperparameter=LearningRate window=1 group=",
                "fds.hypergradient.sign_agreement=1 study=a method=fds hyperparameter=WeightDecay window=0 group=",
                "fds.hypergradient.signal_to_noise=2 study=a method=fds hyperparameter=LearningRate window=0 group=",
                "fds.hypergradient.signal_to_noise=2 study=a method=fds hyperparameter=LearningRate window=1 group=",
                "fds.hypergradient.signal_to_noise=Infinity study=a method=fds hyperparameter=WeightDecay window=0 group=",
                "fds.hypergradient.standard_error=0 study=a method=fds hyperparameter=WeightDecay window=0 group=",
                "fds.hypergradient.standard_error=1 study=a method=fds hyperparameter=LearningRate window=0 group=",
                "fds.hypergradient.standard_error=1 study=a method=fds hyperparameter=LearningRate window=1 group=",
                "fds.hyperparameter.at_range=0 study=a method=fds hyperparameter=LearningRate window=0 group=",
                "fds.hyperparameter.at_range=0 study=a method=fds hyperparameter=LearningRate window=1 group=",
                "fds.hyperparameter.at_range=1 study=a method=fds hyperparameter=WeightDecay window=0 group=",
                "fds.hyperparameter.value=0.25 study=a method=fds hyperparameter=WeightDecay window=0 group=",
                "fds.hyperparameter.value=0.5 study=a method=fds hyperparameter=LearningRate window=0 group=",
                "fds.hyperparameter.value=0.5 study=a method=fds hyperparameter=LearningRate window=1 group=",
                "fds.hyperparameter.value=0.75 study=a method=fds hyperparameter=Momentum window=0 group=",
                "fds.study.best_validation_loss=0.5 study=a method=fds",
                "fds.study.cost=0 study=a method=fds",
                "fds.study.last_progress=10 study=a method=fds",
                "fds.study.outer_step=1 study=a method=fds",
                "fds.study.progress=0.5 study=a method=fds",
                "fds.study.queue_wait=9 study=a method=fds reason=no-free-slot",
                "fds.study.replicas_running=0 study=a method=fds",
                "fds.study.replicas_waiting=2 study=a method=fds",
                "fds.study.state=1 study=a method=fds state=Running",
                "fds.study.trials=0 study=a method=fds",
                "fds.validation.accuracy=0.75 study=a method=fds",
                "fds.validation.loss=0.5 study=a method=fds",
            ],
            Gauges());
    }

    [Fact]
    public void LastProgress_IsWhenTheStudyBeganGotFurtherOrWentOn()
    {
        StudyRecord study = SampleStudies.Running();
        instruments.OnStudyChanged("a", study, SampleStudies.NoFreeSlot);
        time.Advance(TimeSpan.FromSeconds(1));
        instruments.OnStudyChanged("a", study, SampleStudies.NoFreeSlot);
        Assert.Equal(["fds.study.last_progress=0 study=a method=fds"], Scrape("fds.study.last_progress"));

        instruments.OnStudyProgressed("a");
        Assert.Equal(["fds.study.last_progress=1 study=a method=fds"], Scrape("fds.study.last_progress"));

        study.State = StudyState.Paused;
        instruments.OnStudyChanged("a", study, SampleStudies.NoFreeSlot);
        time.Advance(TimeSpan.FromSeconds(60));
        study.State = StudyState.Running;
        instruments.OnStudyChanged("a", study, SampleStudies.NoFreeSlot);
        Assert.Equal(["fds.study.last_progress=61 study=a method=fds"], Scrape("fds.study.last_progress"));
    }

    [Fact]
    public void LastProgress_WhileMembersDoTheWork_IsTheirsAndAfterThatBeginsAnew()
    {
        StudyRecord study = SampleStudies.Running();
        foreach (StudyPhase phase in (StudyPhase[])[StudyPhase.Methods, StudyPhase.Population])
        {
            study.Phase = phase;
            instruments.OnStudyChanged("a", study, SampleStudies.NoFreeSlot);
            time.Advance(TimeSpan.FromSeconds(30));
            Assert.Empty(Scrape("fds.study.last_progress"));
        }

        study.Phase = StudyPhase.Retraining;
        instruments.OnStudyChanged("a", study, SampleStudies.NoFreeSlot);
        Assert.Equal(["fds.study.last_progress=60 study=a method=fds"], Scrape("fds.study.last_progress"));
    }

    [Fact]
    public void StudyState_WhenPaused_IsShownAndWorkWaitsForThat()
    {
        StudyRecord paused = SampleStudies.Running(waiting: 1);
        paused.State = StudyState.Paused;
        instruments.OnStudyChanged("a", paused, SampleStudies.NoFreeSlot with { Paused = true });

        Assert.Equal(["fds.study.state=1 study=a method=fds state=Paused"], Scrape("fds.study.state"));
        Assert.Contains("reason=paused", Assert.Single(Scrape("fds.study.queue_wait")));
    }

    [Fact]
    public void StudyGauges_BeforeTheFirstStepIsDone_ShowNoResults()
    {
        instruments.OnStudyChanged("a", SampleStudies.Running(), SampleStudies.NoFreeSlot);

        Assert.DoesNotContain(Scrape(), line => line.StartsWith("fds.validation", StringComparison.Ordinal) || line.StartsWith("fds.hypergradient", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StudyState.Succeeded)]
    [InlineData(StudyState.Failed)]
    [InlineData(StudyState.Cancelled)]
    public void StudyGauges_WhenTheStudyHasEnded_AreGone(StudyState end)
    {
        instruments.OnStudyChanged("a", SampleStudies.Running(SampleStudies.History()), SampleStudies.NoFreeSlot);
        instruments.OnStudyChanged("b", SampleStudies.Running(SampleStudies.History()), SampleStudies.NoFreeSlot);
        StudyRecord ended = SampleStudies.Running(SampleStudies.History());
        ended.State = end;
        instruments.OnStudyChanged("a", ended, SampleStudies.NoFreeSlot);
        Assert.All(Gauges(), line => Assert.Contains("study=b", line));

        instruments.Forget("b");
        Assert.Empty(Gauges());
    }

    [Fact]
    public void RunGauges_ShowTheDevicesRunAndAreGoneWithIt()
    {
        instruments.OnRunStarted(Slot, Work);
        instruments.OnProgress(Slot, Work, new(4, 8, 3, 0.5), TimeSpan.FromSeconds(2));
        Assert.Equal(["fds.inner.step.duration=0.5 device=silo/0"], Taken());
        Assert.Equal(
            ["fds.checkpoint.last=0 study=study device=silo/0", .. NoFaults, "fds.inner.step.position=4 study=study device=silo/0", "fds.inner.steps=4 study=study device=silo/0", "fds.tangent.live_columns=3 study=study device=silo/0"],
            Scrape());

        // Without an inner step since, there is nothing to count.
        instruments.OnProgress(Slot, Work, new(4, 8, 3, 0.5), TimeSpan.FromSeconds(3));
        Assert.Empty(Taken());
        instruments.OnRunEnded(Slot, Work, new(8, 8, 3, 0.5), TimeSpan.FromSeconds(6));
        Assert.Equal(["fds.inner.step.duration=1 device=silo/0"], Taken());
        Assert.Equal([.. NoFaults, "fds.inner.steps=8 study=study device=silo/0"], Scrape());
    }

    [Fact]
    public void Counters_KnowAStudysNameAndAReasonFromAFixedList()
    {
        instruments.OnReplicaLeftOut("a", ReplicaState.Diverged);
        instruments.OnRedispatched("a");
        instruments.OnAttemptFailed("a", FailureReasons.Silent);
        instruments.OnStaleReport("a");
        instruments.OnOuterStepCompleted("a", SampleStudies.History());

        Assert.Equal(["fds.outer.step.duration=1.5"], Taken());
        Assert.Equal(
            [
                "fds.attempts.failed=1 study=a reason=silent",
                "fds.attempts.redispatched=1 study=a",
                "fds.gradient.steps=24 study=a method=fds",
                "fds.outer.steps=1 study=a",
                "fds.replicas.left_out=1 study=a reason=Diverged",
                "fds.reports.stale=1 study=a",
            ],
            Scrape());
    }

    [Fact]
    public void Failures_OfAStudyThatBegins_AreShownBeforeThereAreAny()
    {
        instruments.OnStudyChanged("a", SampleStudies.Running(), SampleStudies.NoFreeSlot);
        Assert.Equal(
            [
                "fds.attempts.failed=0 study=a reason=faulted",
                "fds.attempts.failed=0 study=a reason=refused",
                "fds.attempts.failed=0 study=a reason=silent",
                "fds.attempts.failed=0 study=a reason=silo-gone",
                "fds.attempts.redispatched=0 study=a",
                "fds.replicas.left_out=0 study=a reason=Collapsed",
                "fds.replicas.left_out=0 study=a reason=Diverged",
                "fds.replicas.left_out=0 study=a reason=Failed",
                "fds.replicas.left_out=0 study=a reason=Late",
                "fds.reports.stale=0 study=a",
            ],
            Scrape().Except(Gauges()));
    }

    [Fact]
    public void Counters_OfAStudy_AreGoneSomeTimeAfterItsLastSign()
    {
        instruments.OnStudyChanged("runs", SampleStudies.Running(), SampleStudies.NoFreeSlot);
        instruments.OnRedispatched("runs");
        instruments.OnRunStarted(Slot, Work);
        instruments.OnRedispatched("over");
        time.Advance(StudyRetention.Span - TimeSpan.FromSeconds(1));
        Assert.Equal(["fds.attempts.redispatched=1 study=over", "fds.attempts.redispatched=1 study=runs"], Scrape("fds.attempts.redispatched"));

        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(["fds.attempts.redispatched=1 study=runs"], Scrape("fds.attempts.redispatched"));
        Assert.Equal(["fds.inner.steps=0 study=study device=silo/0"], Scrape("fds.inner.steps"));

        instruments.Forget("runs");
        instruments.OnRunEnded(Slot, Work, new(0, 0, 0, null), TimeSpan.Zero);
        time.Advance(StudyRetention.Span + TimeSpan.FromSeconds(11));
        Assert.Empty(Scrape());
    }

    [Fact]
    public void Connections_AreCountedByPortAndReasonFromTheStart()
    {
        instruments.ExpectConnections(["silo"], ["expired", "no-tls"]);
        instruments.OnConnectionAccepted("silo");
        instruments.OnConnectionRefused("silo", "no-tls");
        Assert.Equal(
            [
                "fds.connections.accepted=1 port=silo",
                "fds.connections.refused=0 port=silo reason=expired",
                "fds.connections.refused=1 port=silo reason=no-tls",
            ],
            Scrape());
    }

    [Fact]
    public void Certificate_IsShownWithTheTimeItHasLeft()
    {
        DateTimeOffset end = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(90);
        instruments.WatchCertificate(() => end);
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(["fds.certificate.remaining=-10"], Scrape());
    }

    [Fact]
    public void Studies_WhileThisSiloKeepsTheList_AreCountedByState()
    {
        Assert.Empty(Scrape("fds.studies"));
        instruments.OnStudiesListed(new Dictionary<StudyState, int> { [StudyState.Running] = 2, [StudyState.Failed] = 1 });
        Assert.Equal(
            ["fds.studies=0 state=Cancelled", "fds.studies=0 state=Paused", "fds.studies=0 state=Succeeded", "fds.studies=1 state=Failed", "fds.studies=2 state=Running"],
            Scrape("fds.studies"));

        instruments.OnStudiesListed(null);
        Assert.Empty(Scrape("fds.studies"));
    }

    [Fact]
    public void Queue_WhileThisSiloKeepsIt_ShowsWhatItsRunsWaitFor()
    {
        instruments.OnQueueChanged("cpu", new(3, WaitReason.NoFreeSlot));
        Assert.Equal(
            ["fds.queue.length=0 pool=cpu reason=no-device", "fds.queue.length=0 pool=cpu reason=starting", "fds.queue.length=3 pool=cpu reason=no-free-slot"],
            Scrape("fds.queue.length"));

        instruments.OnQueueChanged("cpu", null);
        Assert.Empty(Scrape("fds.queue.length"));
    }

    /// <summary>The process's memory, which is there whatever runs, has a test of its own.</summary>
    private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (instrument.Name == "fds.device.memory")
        {
            memory = Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
            return;
        }

        measured.Add($"{instrument.Name}={value} {string.Join(' ', labels.ToArray().Select(label => $"{label.Key}={label.Value}"))}".TrimEnd());
    }

    /// <summary>What a scrape shows of gauges.</summary>
    private List<string> Gauges() => [.. Scrape().Where(line => MetricCatalogue.All.Single(metric => metric.Name == line.Split('=')[0]).Kind == MetricKind.Gauge)];

    /// <summary>What a scrape shows of one instrument.</summary>
    private List<string> Scrape(string name) => [.. Scrape(always: true).Where(line => line.StartsWith($"{name}=", StringComparison.Ordinal))];

    /// <summary>What a scrape shows.</summary>
    /// <param name="always">With what is shown whatever happens.</param>
    private List<string> Scrape(bool always = false)
    {
        measured.Clear();
        listener.RecordObservableInstruments();
        return [.. Taken().Where(line => always || !(line.StartsWith("fds.storage", StringComparison.Ordinal) || line.StartsWith("fds.studies.refused", StringComparison.Ordinal)))];
    }

    private List<string> Taken()
    {
        List<string> taken = [.. measured.Order(StringComparer.Ordinal)];
        measured.Clear();
        return taken;
    }
}
