using System.Diagnostics.Metrics;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Grains.Studies;
using Fds.Grains.Telemetry;
using Fds.Grains.Tests.Scheduling;
using Fds.Grains.Tests.Studies;
using Xunit;

namespace Fds.Grains.Tests.Telemetry;

public sealed class FdsInstrumentsTests : IDisposable
{
    private static readonly DeviceSlot Slot = new("silo/0", "cpu", "cpu", 1);
    private static readonly WorkKey Work = Orders.Order(0).Key;

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
        instruments = new(factory);
    }

    public void Dispose()
    {
        listener.Dispose();
        instruments.Dispose();
        factory.Dispose();
    }

    [Fact]
    public void Instruments_HaveTheNamesKindsAndUnitsThatDashboardsKnow()
    {
        Assert.Equal("Fds.Cluster", FdsInstruments.MeterName);
        Assert.All(published, instrument => Assert.Equal("Fds.Cluster", instrument.Meter.Name));
        Assert.Equal(
            [
                "fds.attempts.redispatched Counter {attempt}",
                "fds.checkpoint.duration Histogram s",
                "fds.checkpoints.rejected Counter {checkpoint}",
                "fds.checkpoints.restored Counter {checkpoint}",
                "fds.checkpoints.written Counter {checkpoint}",
                "fds.device.memory ObservableGauge By",
                "fds.gradient.steps Counter {step}",
                "fds.hypergradient.mean ObservableGauge ",
                "fds.hypergradient.signal_to_noise ObservableGauge 1",
                "fds.hypergradient.standard_error ObservableGauge ",
                "fds.hyperparameter.value ObservableGauge ",
                "fds.inner.step.duration Histogram s",
                "fds.inner.step.position ObservableGauge {step}",
                "fds.inner.steps Counter {step}",
                "fds.outer.step.duration Histogram s",
                "fds.outer.steps Counter {step}",
                "fds.replicas.left_out Counter {replica}",
                "fds.reports.stale Counter {report}",
                "fds.storage.retries Counter {call}",
                "fds.studies.refused Counter {study}",
                "fds.study.best_validation_loss ObservableGauge ",
                "fds.study.cost ObservableGauge {step}",
                "fds.study.outer_step ObservableGauge {step}",
                "fds.study.replicas_running ObservableGauge {replica}",
                "fds.study.replicas_waiting ObservableGauge {replica}",
                "fds.study.trials ObservableGauge {trial}",
                "fds.tangent.live_columns ObservableGauge {column}",
                "fds.trials Counter {trial}",
                "fds.validation.accuracy ObservableGauge 1",
                "fds.validation.loss ObservableGauge ",
            ],
            published.Select(instrument => $"{instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit}").Order(StringComparer.Ordinal));
        Assert.All(published, instrument => Assert.False(string.IsNullOrWhiteSpace(instrument.Description), $"{instrument.Name} has no description."));
    }

    [Fact]
    public void Memory_WhenAsked_IsThatOfTheProcess()
    {
        Scrape();
        Assert.InRange(memory, 1 << 20, long.MaxValue);
    }

    [Fact]
    public void Checkpoints_WhenTheyComeAndGo_AreCountedWithTheTimeTheyTook()
    {
        instruments.OnCheckpointWritten(Slot, Work, TimeSpan.FromMilliseconds(250));
        instruments.OnCheckpointRestored(Slot, Work);
        instruments.OnCheckpointRejected(Slot, Work);

        Assert.Equal(
            [
                "fds.checkpoints.written=1 study=study device=silo/0",
                "fds.checkpoint.duration=0.25 study=study device=silo/0",
                "fds.checkpoints.restored=1 study=study device=silo/0",
                "fds.checkpoints.rejected=1 study=study device=silo/0",
            ],
            measured);
    }

    [Fact]
    public void Progress_OfARunThatWentOnFromACheckpoint_CountsItsOwnStepsOnly()
    {
        instruments.OnRunStarted(Slot, Work);
        instruments.OnProgress(Slot, Work, new(100, 0, 0, null) { FirstInnerStep = 100 }, TimeSpan.FromSeconds(1));
        Assert.Empty(measured);
        instruments.OnProgress(Slot, Work, new(110, 200, 2, 0.5) { FirstInnerStep = 100 }, TimeSpan.FromSeconds(3));

        Assert.Equal(["fds.inner.steps=10 study=study device=silo/0", "fds.inner.step.duration=0.2 study=study device=silo/0"], measured);
    }

    [Fact]
    public void StudyGauges_WhileAStudyRuns_ShowItsWindows()
    {
        instruments.OnStudyChanged("a", Running(History(), waiting: 2));

        Assert.Equal(
            [
                "fds.hypergradient.mean=-1 study=a method=fds hyperparameter=WeightDecay window=0",
                "fds.hypergradient.mean=-2 study=a method=fds hyperparameter=LearningRate window=1",
                "fds.hypergradient.mean=2 study=a method=fds hyperparameter=LearningRate window=0",
                "fds.hypergradient.signal_to_noise=2 study=a method=fds hyperparameter=LearningRate window=0",
                "fds.hypergradient.signal_to_noise=2 study=a method=fds hyperparameter=LearningRate window=1",
                "fds.hypergradient.signal_to_noise=Infinity study=a method=fds hyperparameter=WeightDecay window=0",
                "fds.hypergradient.standard_error=0 study=a method=fds hyperparameter=WeightDecay window=0",
                "fds.hypergradient.standard_error=1 study=a method=fds hyperparameter=LearningRate window=0",
                "fds.hypergradient.standard_error=1 study=a method=fds hyperparameter=LearningRate window=1",
                "fds.hyperparameter.value=0.25 study=a method=fds hyperparameter=WeightDecay window=0",
                "fds.hyperparameter.value=0.5 study=a method=fds hyperparameter=LearningRate window=0",
                "fds.hyperparameter.value=0.5 study=a method=fds hyperparameter=LearningRate window=1",
                "fds.hyperparameter.value=0.75 study=a method=fds hyperparameter=Momentum window=0",
                "fds.study.best_validation_loss=0.5 study=a method=fds",
                "fds.study.cost=0 study=a method=fds",
                "fds.study.outer_step=1 study=a method=fds",
                "fds.study.replicas_running=0 study=a method=fds",
                "fds.study.replicas_waiting=2 study=a method=fds",
                "fds.study.trials=0 study=a method=fds",
                "fds.validation.accuracy=0.75 study=a method=fds",
                "fds.validation.loss=0.5 study=a method=fds",
            ],
            Scrape());
    }

    [Fact]
    public void StudyGauges_BeforeTheFirstStepIsDone_ShowNoResults()
    {
        instruments.OnStudyChanged("a", Running());

        Assert.DoesNotContain(Scrape(), line => line.StartsWith("fds.validation", StringComparison.Ordinal) || line.StartsWith("fds.hypergradient", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StudyState.Succeeded)]
    [InlineData(StudyState.Failed)]
    [InlineData(StudyState.Cancelled)]
    public void StudyGauges_WhenTheStudyHasEnded_AreGone(StudyState end)
    {
        instruments.OnStudyChanged("a", Running(History()));
        instruments.OnStudyChanged("b", Running(History()));
        StudyGrainState ended = Running(History());
        ended.State = end;
        instruments.OnStudyChanged("a", ended);
        Assert.All(Scrape(), line => Assert.Contains("study=b", line));

        instruments.Forget("b");
        Assert.Empty(Scrape());
    }

    [Fact]
    public void RunGauges_ShowTheDevicesRunAndAreGoneWithIt()
    {
        instruments.OnRunStarted(Slot, Work);
        instruments.OnProgress(Slot, Work, new(4, 8, 3, 0.5), TimeSpan.FromSeconds(2));
        Assert.Equal(["fds.inner.step.duration=0.5 study=study device=silo/0", "fds.inner.steps=4 study=study device=silo/0"], Taken());
        Assert.Equal(["fds.inner.step.position=4 study=study device=silo/0", "fds.tangent.live_columns=3 study=study device=silo/0"], Scrape());

        // Without an inner step since, there is nothing to count.
        instruments.OnProgress(Slot, Work, new(4, 8, 3, 0.5), TimeSpan.FromSeconds(3));
        Assert.Empty(Taken());
        instruments.OnRunEnded(Slot, Work, new(8, 8, 3, 0.5), TimeSpan.FromSeconds(6));
        Assert.Equal(["fds.inner.step.duration=1 study=study device=silo/0", "fds.inner.steps=4 study=study device=silo/0"], Taken());
        Assert.Empty(Scrape());
    }

    [Fact]
    public void Counters_KnowAStudysNameAndAReasonFromAFixedList()
    {
        instruments.OnReplicaLeftOut("a", ReplicaState.Diverged);
        instruments.OnRedispatched("a");
        instruments.OnStaleReport("a");
        instruments.OnOuterStepCompleted("a", History());

        Assert.Equal(
            [
                "fds.attempts.redispatched=1 study=a",
                "fds.gradient.steps=24 study=a method=fds",
                "fds.outer.step.duration=1.5 study=a",
                "fds.outer.steps=1 study=a",
                "fds.replicas.left_out=1 study=a reason=Diverged",
                "fds.reports.stale=1 study=a",
            ],
            Taken());
    }

    private static OuterStepRecord History()
    {
        StudySpecification study = TestStudies.Specification();
        return new()
        {
            Index = 0,
            InnerSteps = 8,
            Readings = OuterLoop.Update(study, OuterLoop.Initial(study), [TestStudies.Gradient(1, -3, -1), TestStudies.Gradient(3, -1, -1)]).Readings,
            Schedule = OuterLoop.Schedule(OuterLoop.Initial(study)),
            Contributing = 2,
            Replicas = [],
            ValidationLoss = 0.5,
            ValidationAccuracy = 0.75,
            GradientSteps = 24,
            Seconds = 1.5,
        };
    }

    private static StudyGrainState Running(OuterStepRecord? step = null, int waiting = 0) => new()
    {
        Submission = TestStudies.Submission(TestStudies.Specification()),
        State = StudyState.Running,
        OuterStep = step is null ? 0 : 1,
        Values = OuterLoop.Initial(TestStudies.Specification()),
        History = step is null ? [] : [step],
        Work = [.. Enumerable.Range(0, waiting).Select(i => new WorkItem { Key = Orders.Order(i).Key })],
    };

    /// <summary>The process's memory, which is there whatever runs, has a test of its own.</summary>
    private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (instrument.Name == "fds.device.memory")
        {
            memory = Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
            return;
        }

        measured.Add($"{instrument.Name}={value} {string.Join(' ', labels.ToArray().Select(label => $"{label.Key}={label.Value}"))}");
    }

    private List<string> Scrape()
    {
        measured.Clear();
        listener.RecordObservableInstruments();
        return Taken();
    }

    private List<string> Taken()
    {
        List<string> taken = [.. measured.Order(StringComparer.Ordinal)];
        measured.Clear();
        return taken;
    }
}
