using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Admission;
using Fds.Grains.Devices;
using Fds.Studies;
using Fds.Studies.Views;
using Fds.Studies.Work;

namespace Fds.Grains.Telemetry;

/// <summary>
/// Every metric of the cluster, as <see cref="MetricCatalogue"/> has them. Callers say what happened, not which instrument counts it.
/// Labels are bounded: gauges of a study disappear when it has ended, its counters some minutes after the silo last had to do with it,
/// and whatever else is counted knows a device or a word from a fixed list.
/// </summary>
public sealed partial class FdsInstruments : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Fds.Cluster";

    /// <summary>Metric streams that a reader of these instruments should have room for: those that know studies are replaced from time to time.</summary>
    public const int MetricStreams = 200_000;

    /// <summary>Series of forgotten studies upon which instruments are replaced: half of those that the exporter has room for.</summary>
    private const int MostForgotten = 1000;

    /// <summary>Series of one instrument for one study beside those of its windows: its states and reasons.</summary>
    private const int SeriesOfAStudy = 6;

    private readonly Meter meter;
    private readonly RenewableMeter meterOfStudies;
    private readonly TimeProvider time;
    private readonly StudyRetention retention;
    private readonly ITimer forgetting;
    private readonly List<Tally> ofStudies = [];
    private readonly ConcurrentDictionary<string, StudyGauges> studies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> progressed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RunGauges> runs = new(StringComparer.Ordinal);
    private readonly Tally studiesRefused;
    private readonly Tally innerSteps;
    private readonly Histogram<double> innerStepDuration;
    private readonly Histogram<double> outerStepDuration;
    private readonly Tally outerSteps;
    private readonly Tally gradientSteps;
    private readonly Tally trials;
    private readonly Tally leftOut;
    private readonly Tally redispatches;
    private readonly Tally failures;
    private readonly Tally staleReports;
    private readonly Tally storageRetries;
    private readonly Tally storageErrors;
    private readonly Tally connectionsAccepted;
    private readonly Tally connectionsRefused;
    private readonly Tally checkpointsWritten;
    private readonly Tally checkpointsFailed;
    private readonly Tally checkpointsRestored;
    private readonly Tally checkpointsRejected;
    private readonly Histogram<double> checkpointDuration;
    private readonly Tally dataFiles;
    private readonly Tally dataReceived;
    private int forgotten;
    private int replaced;

    /// <summary>The instruments of one silo.</summary>
    public FdsInstruments(IMeterFactory factory, TimeProvider time)
    {
        this.time = time;
        meter = factory.Create(MeterName);
        meterOfStudies = new(factory, MeterName);
        retention = new(time);
        studiesRefused = Count(MetricCatalogue.StudiesRefused);
        innerSteps = Count(MetricCatalogue.InnerSteps);
        innerStepDuration = Sort(MetricCatalogue.InnerStepDuration);
        outerStepDuration = Sort(MetricCatalogue.OuterStepDuration);
        outerSteps = Count(MetricCatalogue.OuterSteps);
        gradientSteps = Count(MetricCatalogue.GradientSteps);
        trials = Count(MetricCatalogue.Trials);
        leftOut = Count(MetricCatalogue.ReplicasLeftOut);
        redispatches = Count(MetricCatalogue.AttemptsRedispatched);
        failures = Count(MetricCatalogue.AttemptsFailed);
        staleReports = Count(MetricCatalogue.ReportsStale);
        storageRetries = Count(MetricCatalogue.StorageRetries);
        storageErrors = Count(MetricCatalogue.StorageErrors);
        connectionsAccepted = Count(MetricCatalogue.ConnectionsAccepted);
        connectionsRefused = Count(MetricCatalogue.ConnectionsRefused);
        checkpointsWritten = Count(MetricCatalogue.CheckpointsWritten);
        checkpointsFailed = Count(MetricCatalogue.CheckpointsFailed);
        checkpointsRestored = Count(MetricCatalogue.CheckpointsRestored);
        checkpointsRejected = Count(MetricCatalogue.CheckpointsRejected);
        checkpointDuration = Sort(MetricCatalogue.CheckpointDuration);
        dataFiles = Count(MetricCatalogue.DataFiles);
        dataReceived = Count(MetricCatalogue.DataReceived);
        CreateGauges();
        BeginAtZero();
        forgetting = time.CreateTimer(_ => ForgetExpired(), null, StudyRetention.Period, StudyRetention.Period);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        forgetting.Dispose();
        meterOfStudies.Dispose();
        meter.Dispose();
    }

    internal void OnStudyChanged(string study, StudyRecord state, WaitReasons reasons)
    {
        if (state.State is not (StudyState.Running or StudyState.Paused))
        {
            Forget(study);
            return;
        }

        retention.See(study, Math.Max(SeriesOfAStudy, state.Values.Length));
        StudyGauges now = StudyGauges.Of(state, reasons);
        bool isNew = !studies.TryGetValue(study, out StudyGauges? before);
        bool goesOn = isNew || before!.State != now.State || before.HasOwnWork != now.HasOwnWork;
        studies[study] = now;
        if (isNew)
        {
            BeginAtZero(study);
        }

        if (goesOn)
        {
            OnStudyProgressed(study);
        }
    }

    /// <summary>Notes that a study made progress, or that it begins or continues now.</summary>
    internal void OnStudyProgressed(string study) => progressed[study] = time.GetUtcNow();

    internal void Forget(string study)
    {
        studies.TryRemove(study, out _);
        progressed.TryRemove(study, out _);
    }

    internal void OnOuterStepCompleted(string study, OuterStepRecord record)
    {
        Add(outerSteps, 1, study);
        outerStepDuration.Record(record.Seconds);
        Add(gradientSteps, record.GradientSteps, study, StudyMethod.Fds.Word());
    }

    internal void OnTrialEnded(string study, StudyMethod method, TrialRecord trial)
    {
        Add(trials, 1, study, method.Word(), trial.State.ToString());
        Add(gradientSteps, trial.GradientSteps, study, method.Word());
    }

    internal void OnStudyRefused(string reason) => studiesRefused.Add(1, reason);

    internal void OnReplicaLeftOut(string study, ReplicaState state) => Add(leftOut, 1, study, state.ToString());

    internal void OnRedispatched(string study) => Add(redispatches, 1, study);

    /// <param name="study">Whose attempt it was.</param>
    /// <param name="reason">One of <see cref="FailureReasons"/>.</param>
    internal void OnAttemptFailed(string study, string reason) => Add(failures, 1, study, reason);

    internal void OnStaleReport(string study) => Add(staleReports, 1, study);

    internal void OnStorageRetried() => storageRetries.Add(1);

    internal void OnStorageFailed() => storageErrors.Add(1);

    internal void OnCheckpointWritten(DeviceSlot slot, WorkKey work, TimeSpan duration)
    {
        Add(checkpointsWritten, 1, work.Study, slot.Key);
        checkpointDuration.Record(duration.TotalSeconds, MetricCatalogue.CheckpointDuration.With(slot.Key));
        ChangeRun(slot, work, run => run with { CheckpointAt = time.GetUtcNow() });
    }

    internal void OnCheckpointFailed(DeviceSlot slot, WorkKey work) => Add(checkpointsFailed, 1, work.Study, slot.Key);

    internal void OnCheckpointRestored(DeviceSlot slot, WorkKey work) => Add(checkpointsRestored, 1, work.Study, slot.Key);

    internal void OnCheckpointRejected(DeviceSlot slot, WorkKey work) => Add(checkpointsRejected, 1, work.Study, slot.Key);

    internal void OnRunStarted(DeviceSlot slot, WorkKey work)
    {
        runs[slot.Key] = new(work, 0, 0, TimeSpan.Zero, time.GetUtcNow());
        foreach (Tally tally in (Tally[])[innerSteps, checkpointsFailed, checkpointsRejected])
        {
            Add(tally, 0, work.Study, slot.Key);
        }
    }

    internal void OnProgress(DeviceSlot slot, WorkKey work, WorkPosition position, TimeSpan elapsed)
    {
        if (!runs.TryGetValue(slot.Key, out RunGauges? before) || before.Work != work || position.InnerStep <= before.InnerStep)
        {
            return;
        }

        // Steps that an earlier attempt did are not counted again.
        int steps = position.InnerStep - Math.Max(before.InnerStep, position.FirstInnerStep);
        if (steps > 0)
        {
            Add(innerSteps, steps, work.Study, slot.Key);
            innerStepDuration.Record((elapsed - before.Elapsed).TotalSeconds / steps, MetricCatalogue.InnerStepDuration.With(slot.Key));
        }

        ChangeRun(slot, work, run => run with { InnerStep = position.InnerStep, LiveColumns = steps > 0 ? position.LiveColumns : run.LiveColumns, Elapsed = elapsed });
    }

    internal void OnRunEnded(DeviceSlot slot, WorkKey work, WorkPosition position, TimeSpan elapsed)
    {
        OnProgress(slot, work, position, elapsed);
        while (runs.TryGetValue(slot.Key, out RunGauges? last) && last.Work == work && !runs.TryRemove(new(slot.Key, last)))
        {
        }
    }

    /// <summary>The device's thread and its reports change the same run's gauges.</summary>
    private void ChangeRun(DeviceSlot slot, WorkKey work, Func<RunGauges, RunGauges> change)
    {
        while (runs.TryGetValue(slot.Key, out RunGauges? before) && before.Work == work && !runs.TryUpdate(slot.Key, change(before), before))
        {
        }
    }

    private void Add(Tally tally, double amount, params ReadOnlySpan<string> values)
    {
        retention.See(values[0], SeriesOfAStudy);
        tally.Add(amount, values);
    }

    private void ForgetExpired()
    {
        foreach (string present in studies.Keys.Concat(runs.Values.Select(run => run.Work.Study)))
        {
            retention.See(present);
        }

        (IReadOnlySet<string> expired, int series) = retention.Expired();
        ofStudies.ForEach(tally => tally.Forget(expired));
        forgotten += series;

        // A reader never frees room for instruments. Once half of it is used, new studies share an overflow series.
        if (forgotten >= MostForgotten && replaced + MetricCatalogue.All.Count <= MetricStreams / 2)
        {
            forgotten = 0;
            replaced += MetricCatalogue.All.Count;
            meterOfStudies.Renew();
        }
    }

    /// <summary>Counters whose labels are known beforehand are shown before anything is counted.</summary>
    private void BeginAtZero()
    {
        storageRetries.Add(0);
        storageErrors.Add(0);
        foreach (string reason in RefusalReasons.All)
        {
            studiesRefused.Add(0, reason);
        }
    }

    /// <summary>Shows failure counters from zero on, because a series that begins with its first failure would not show it as an increase.</summary>
    private void BeginAtZero(string study)
    {
        Add(redispatches, 0, study);
        Add(staleReports, 0, study);
        foreach (string reason in FailureReasons.All)
        {
            Add(failures, 0, study, reason);
        }

        foreach (ReplicaState state in (ReplicaState[])[ReplicaState.Diverged, ReplicaState.Collapsed, ReplicaState.Failed, ReplicaState.Late])
        {
            Add(leftOut, 0, study, state.ToString());
        }
    }

    private Tally Count(Metric metric)
    {
        Tally tally = new(metric);
        if (metric.KnowsStudies)
        {
            ofStudies.Add(tally);
        }

        Create(metric, under => under.CreateObservableCounter(metric.Name, tally.Read, metric.Unit, metric.Description));
        return tally;
    }

    /// <summary>Only instruments with a study label are replaced, because a scrape would see both the old and the new instrument without labels.</summary>
    private void Create(Metric metric, Action<Meter> create)
    {
        if (metric.KnowsStudies)
        {
            meterOfStudies.Add(create);
        }
        else
        {
            create(meter);
        }
    }

    private Histogram<double> Sort(Metric metric) =>
        meter.CreateHistogram(metric.Name, metric.Unit, metric.Description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = metric.Boundaries });

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
