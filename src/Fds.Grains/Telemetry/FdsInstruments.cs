using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Admission;
using Fds.Grains.Devices;
using Fds.Grains.Studies;

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

    private readonly Meter meter;
    private readonly TimeProvider time;
    private readonly StudyRetention retention;
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
    private readonly Tally checkpointsWritten;
    private readonly Tally checkpointsRestored;
    private readonly Tally checkpointsRejected;
    private readonly Histogram<double> checkpointDuration;

    /// <summary>The instruments of one silo.</summary>
    public FdsInstruments(IMeterFactory factory, TimeProvider time)
    {
        this.time = time;
        meter = factory.Create(MeterName);
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
        checkpointsWritten = Count(MetricCatalogue.CheckpointsWritten);
        checkpointsRestored = Count(MetricCatalogue.CheckpointsRestored);
        checkpointsRejected = Count(MetricCatalogue.CheckpointsRejected);
        checkpointDuration = Sort(MetricCatalogue.CheckpointDuration);
        CreateGauges();
        BeginAtZero();
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    internal void OnStudyChanged(string study, StudyGrainState state, WaitReasons reasons)
    {
        if (state.State is not (StudyState.Running or StudyState.Paused))
        {
            Forget(study);
            return;
        }

        See(study);
        StudyGauges now = StudyGauges.Of(state, reasons);
        bool goesOn = !studies.TryGetValue(study, out StudyGauges? before) || before.State != now.State;
        studies[study] = now;
        if (goesOn)
        {
            OnStudyProgressed(study);
        }
    }

    /// <summary>It got further, or begins or goes on only now.</summary>
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

    internal void OnCheckpointRestored(DeviceSlot slot, WorkKey work) => Add(checkpointsRestored, 1, work.Study, slot.Key);

    internal void OnCheckpointRejected(DeviceSlot slot, WorkKey work) => Add(checkpointsRejected, 1, work.Study, slot.Key);

    internal void OnRunStarted(DeviceSlot slot, WorkKey work)
    {
        runs[slot.Key] = new(work, 0, 0, TimeSpan.Zero, time.GetUtcNow());
        Add(innerSteps, 0, work.Study, slot.Key);
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
        See(values[0]);
        tally.Add(amount, values);
    }

    private void See(string study)
    {
        if (retention.See(study))
        {
            ForgetExpired();
        }
    }

    private void ForgetExpired()
    {
        foreach (string present in studies.Keys.Concat(runs.Values.Select(run => run.Work.Study)))
        {
            retention.See(present);
        }

        if (retention.Expired() is { Count: > 0 } expired)
        {
            ofStudies.ForEach(tally => tally.Forget(expired));
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

    private Tally Count(Metric metric)
    {
        Tally tally = new(metric);
        if (metric.KnowsStudies)
        {
            ofStudies.Add(tally);
        }

        meter.CreateObservableCounter(metric.Name, () => Read(tally), metric.Unit, metric.Description);
        return tally;
    }

    private IEnumerable<Measurement<double>> Read(Tally tally)
    {
        ForgetExpired();
        return tally.Read();
    }

    private Histogram<double> Sort(Metric metric) =>
        meter.CreateHistogram(metric.Name, metric.Unit, metric.Description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = metric.Boundaries });

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
