using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Grains.Studies;

namespace Fds.Grains.Telemetry;

/// <summary>
/// Every metric of the cluster. Callers say what happened, not which instrument counts it. Labels are bounded: gauges of a study
/// disappear when it has ended, and counters know a study's name, a device or a reason from a fixed list.
/// </summary>
public sealed class FdsInstruments : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Fds.Cluster";

    private readonly Meter meter;
    private readonly ConcurrentDictionary<string, StudyGauges> studies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RunGauges> runs = new(StringComparer.Ordinal);
    private readonly Counter<long> studiesRefused;
    private readonly Counter<long> innerSteps;
    private readonly Histogram<double> innerStepDuration;
    private readonly Histogram<double> outerStepDuration;
    private readonly Counter<long> outerSteps;
    private readonly Counter<double> gradientSteps;
    private readonly Counter<long> trials;
    private readonly Counter<long> leftOut;
    private readonly Counter<long> redispatches;
    private readonly Counter<long> staleReports;
    private readonly Counter<long> storageRetries;
    private readonly Counter<long> checkpointsWritten;
    private readonly Counter<long> checkpointsRestored;
    private readonly Counter<long> checkpointsRejected;
    private readonly Histogram<double> checkpointDuration;

    /// <summary>The instruments of one silo.</summary>
    public FdsInstruments(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        studiesRefused = meter.CreateCounter<long>("fds.studies.refused", "{study}", "Studies that were refused, by reason");
        innerSteps = meter.CreateCounter<long>("fds.inner.steps", "{step}", "Inner steps done");
        innerStepDuration = meter.CreateHistogram("fds.inner.step.duration", "s", "Mean time of an inner step since the report before", advice: Buckets(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10));
        outerStepDuration = meter.CreateHistogram("fds.outer.step.duration", "s", "Time of an outer step", advice: Buckets(1, 3, 10, 30, 60, 300, 900, 3600, 14400, 86400));
        outerSteps = meter.CreateCounter<long>("fds.outer.steps", "{step}", "Outer steps completed");
        gradientSteps = meter.CreateCounter<double>("fds.gradient.steps", "{step}", "Cost of completed outer steps and trials in gradient steps");
        trials = meter.CreateCounter<long>("fds.trials", "{trial}", "Trials that ended, by method and how");
        leftOut = meter.CreateCounter<long>("fds.replicas.left_out", "{replica}", "Replicas that did not contribute");
        redispatches = meter.CreateCounter<long>("fds.attempts.redispatched", "{attempt}", "Attempts that were lost and queued again");
        staleReports = meter.CreateCounter<long>("fds.reports.stale", "{report}", "Reports that were not counted");
        storageRetries = meter.CreateCounter<long>("fds.storage.retries", "{call}", "Calls to the database that were tried again");
        checkpointsWritten = meter.CreateCounter<long>("fds.checkpoints.written", "{checkpoint}", "Checkpoints that runs left");
        checkpointsRestored = meter.CreateCounter<long>("fds.checkpoints.restored", "{checkpoint}", "Runs that went on from a checkpoint");
        checkpointsRejected = meter.CreateCounter<long>("fds.checkpoints.rejected", "{checkpoint}", "Checkpoints that could not be used: damaged or of another run");
        checkpointDuration = meter.CreateHistogram("fds.checkpoint.duration", "s", "Time that a run stood still to leave a checkpoint", advice: Buckets(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30));
        CreateStudyGauges();
        meter.CreateObservableGauge("fds.device.memory", () => Environment.WorkingSet, "By", "Resident memory of this silo, which its CPU devices share");
        meter.CreateObservableGauge("fds.tangent.live_columns", () => Runs(run => run.LiveColumns), "{column}", "Tangent columns carried at present");
        meter.CreateObservableGauge("fds.inner.step.position", () => Runs(run => run.InnerStep), "{step}", "Inner step that a run is at");
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    internal void OnStudyChanged(string study, StudyGrainState state)
    {
        if (state.State == StudyState.Running)
        {
            studies[study] = StudyGauges.Of(state);
        }
        else
        {
            Forget(study);
        }
    }

    internal void OnStorageRetried() => storageRetries.Add(1);

    internal void Forget(string study) => studies.TryRemove(study, out _);

    internal void OnOuterStepCompleted(string study, OuterStepRecord record)
    {
        KeyValuePair<string, object?> label = Label("study", study);
        outerSteps.Add(1, label);
        outerStepDuration.Record(record.Seconds, label);
        gradientSteps.Add(record.GradientSteps, label, Label("method", StudyMethod.Fds.Word()));
    }

    internal void OnTrialEnded(string study, StudyMethod method, TrialRecord trial)
    {
        trials.Add(1, Label("study", study), Label("method", method.Word()), Label("state", trial.State.ToString()));
        gradientSteps.Add(trial.GradientSteps, Label("study", study), Label("method", method.Word()));
    }

    internal void OnStudyRefused(string reason) => studiesRefused.Add(1, Label("reason", reason));

    internal void OnReplicaLeftOut(string study, ReplicaState state) => leftOut.Add(1, Label("study", study), Label("reason", state.ToString()));

    internal void OnRedispatched(string study) => redispatches.Add(1, Label("study", study));

    internal void OnStaleReport(string study) => staleReports.Add(1, Label("study", study));

    internal void OnCheckpointWritten(DeviceSlot slot, WorkKey work, TimeSpan duration)
    {
        checkpointsWritten.Add(1, Label("study", work.Study), Label("device", slot.Key));
        checkpointDuration.Record(duration.TotalSeconds, Label("study", work.Study), Label("device", slot.Key));
    }

    internal void OnCheckpointRestored(DeviceSlot slot, WorkKey work) => checkpointsRestored.Add(1, Label("study", work.Study), Label("device", slot.Key));

    internal void OnCheckpointRejected(DeviceSlot slot, WorkKey work) => checkpointsRejected.Add(1, Label("study", work.Study), Label("device", slot.Key));

    internal void OnRunStarted(DeviceSlot slot, WorkKey work) => runs[slot.Key] = new(work, slot.Key, 0, 0, TimeSpan.Zero);

    internal void OnProgress(DeviceSlot slot, WorkKey work, WorkPosition position, TimeSpan elapsed)
    {
        if (!runs.TryGetValue(slot.Key, out RunGauges? before) || before.Work != work || position.InnerStep <= before.InnerStep)
        {
            return;
        }

        // Steps that an earlier attempt did are not counted again.
        int steps = position.InnerStep - Math.Max(before.InnerStep, position.FirstInnerStep);
        if (steps == 0)
        {
            runs[slot.Key] = before with { InnerStep = position.InnerStep, Elapsed = elapsed };
            return;
        }

        innerSteps.Add(steps, Label("study", work.Study), Label("device", slot.Key));
        innerStepDuration.Record((elapsed - before.Elapsed).TotalSeconds / steps, Label("study", work.Study), Label("device", slot.Key));
        runs[slot.Key] = new(work, slot.Key, position.InnerStep, position.LiveColumns, elapsed);
    }

    internal void OnRunEnded(DeviceSlot slot, WorkKey work, WorkPosition position, TimeSpan elapsed)
    {
        OnProgress(slot, work, position, elapsed);
        if (runs.TryGetValue(slot.Key, out RunGauges? last) && last.Work == work)
        {
            runs.TryRemove(new(slot.Key, last));
        }
    }

    private static KeyValuePair<string, object?> Label(string name, object? value) => new(name, value);

    private static InstrumentAdvice<double> Buckets(params double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };

    private void CreateStudyGauges()
    {
        meter.CreateObservableGauge("fds.study.outer_step", () => Studies(study => study.OuterStep), "{step}", "Outer step under way, from 0");
        meter.CreateObservableGauge("fds.study.replicas_running", () => Studies(study => study.ReplicasRunning), "{replica}", "Replicas that run on a device");
        meter.CreateObservableGauge("fds.study.replicas_waiting", () => Studies(study => study.ReplicasWaiting), "{replica}", "Replicas that wait for a device");
        meter.CreateObservableGauge("fds.validation.loss", () => Studies(study => study.ValidationLoss), description: "Mean validation loss of the last completed outer step");
        meter.CreateObservableGauge("fds.validation.accuracy", () => Studies(study => study.ValidationAccuracy), "1", "Mean validation accuracy of the last completed outer step, 0 to 1");
        meter.CreateObservableGauge("fds.study.best_validation_loss", () => Studies(study => study.BestLoss), description: "Lowest validation loss of any outer step or trial so far");
        meter.CreateObservableGauge("fds.study.cost", () => Studies(study => study.Cost), "{step}", "Spent on learning so far, in gradient steps");
        meter.CreateObservableGauge("fds.study.trials", () => Studies(study => study.Trials), "{trial}", "Trials that are in");
        meter.CreateObservableGauge("fds.hyperparameter.value", () => Windows(study => study.Values, reading => reading.Value), description: "Value in the outer step under way");
        meter.CreateObservableGauge("fds.hypergradient.mean", () => Windows(study => study.Readings, reading => reading.Hypergradient), description: "Mean hypergradient of the last completed outer step");
        meter.CreateObservableGauge("fds.hypergradient.standard_error", () => Windows(study => study.Readings, reading => reading.StandardError), description: "Standard error of the mean hypergradient");
        meter.CreateObservableGauge("fds.hypergradient.signal_to_noise", () => Windows(study => study.Readings, reading => reading.SignalToNoise), "1", "Mean hypergradient over its standard error");
    }

    private IEnumerable<Measurement<double>> Studies(Func<StudyGauges, double?> value) =>
        from study in studies
        let measured = value(study.Value)
        where measured is not null
        select new Measurement<double>(measured.Value, Label("study", study.Key), Label("method", study.Value.Method));

    private IEnumerable<Measurement<double>> Windows(Func<StudyGauges, IEnumerable<HyperparameterReading>> readings, Func<HyperparameterReading, double?> value) =>
        from study in studies
        from reading in readings(study.Value)
        let measured = value(reading)
        where measured is not null
        select new Measurement<double>(
            measured.Value, Label("study", study.Key), Label("method", study.Value.Method), Label("hyperparameter", reading.Kind.ToString()), Label("window", reading.Window));

    private IEnumerable<Measurement<long>> Runs(Func<RunGauges, long> value) =>
        runs.Values.Select(run => new Measurement<long>(value(run), Label("study", run.Work.Study), Label("device", run.Device)));
}
