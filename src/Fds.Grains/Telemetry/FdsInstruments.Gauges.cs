using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Studies.Views;
using Orleans.Runtime;

namespace Fds.Grains.Telemetry;

/// <summary>The gauges, read at the moment of a scrape. They only read memory.</summary>
public sealed partial class FdsInstruments
{
    private static readonly StudyState[] listedStates = [StudyState.Running, StudyState.Paused, StudyState.Succeeded, StudyState.Failed, StudyState.Cancelled];
    private readonly ConcurrentDictionary<string, QueueGauges> queues = new(StringComparer.Ordinal);
    private volatile IReadOnlyDictionary<StudyState, int>? listed;
    private volatile DeviceSlots? slots;
    private volatile IClusterMembershipService? membership;

    /// <summary>Sets the number of studies in each state, if this silo keeps the list; null: it no longer does.</summary>
    internal void OnStudiesListed(IReadOnlyDictionary<StudyState, int>? counts) => listed = counts;

    /// <summary>Sets the gauges of a pool's queue, if this silo keeps the queue; null: it no longer does.</summary>
    internal void OnQueueChanged(string pool, QueueGauges? queue)
    {
        if (queue is null)
        {
            queues.TryRemove(pool, out _);
        }
        else
        {
            queues[pool] = queue;
        }
    }

    internal void Watch(DeviceSlots devices) => slots = devices;

    internal void Watch(IClusterMembershipService silos) => membership = silos;

    private void CreateGauges()
    {
        OfCluster();
        OfStudies();
        Show(MetricCatalogue.InnerStepPosition, metric => Runs(metric, run => run.InnerStep));
        Show(MetricCatalogue.TangentLiveColumns, metric => Runs(metric, run => run.LiveColumns));
        Show(MetricCatalogue.CheckpointLast, metric => Runs(metric, run => Unix(run.CheckpointAt)));
    }

    private void OfCluster()
    {
        Show(MetricCatalogue.Studies, metric => listed is { } counts ? listedStates.Select(state => Of(metric, counts.GetValueOrDefault(state), state.ToString())) : []);
        Show(MetricCatalogue.Silos, metric => membership is { } silos ? SiloCensus.Of(silos.CurrentSnapshot).Select(known => Of(metric, known.Silos, Word(known.Status))) : []);
        Show(MetricCatalogue.QueueLength, metric =>
            from queue in queues
            from reason in new[] { WaitReason.NoDevice, WaitReason.NoFreeSlot, WaitReason.Starting }
            select Of(metric, queue.Value.Reason == reason ? queue.Value.Length : 0, queue.Key, Word(reason)));
        Show(MetricCatalogue.DeviceSlots, Slots);
        Show(MetricCatalogue.DeviceMemory, metric => [Of(metric, Environment.WorkingSet, Pools.Cpu), .. CudaMemory(metric)]);
    }

    private void OfStudies()
    {
        Show(MetricCatalogue.StudyState, metric => studies.Select(study => Of(metric, 1, study.Key, study.Value.Method, study.Value.State.ToString())));
        Show(MetricCatalogue.StudyProgress, metric => Studies(metric, study => study.Progress));
        Show(MetricCatalogue.StudyQueueWait, metric =>
            from study in studies
            where study.Value.WaitingSince is not null
            select Of(metric, Math.Max(0, (time.GetUtcNow() - study.Value.WaitingSince!.Value).TotalSeconds), study.Key, study.Value.Method, Word(study.Value.WaitReason)));
        Show(MetricCatalogue.StudyLastProgress, metric =>
            from study in studies
            where study.Value.HasOwnWork && progressed.ContainsKey(study.Key)
            select Of(metric, Unix(progressed.GetValueOrDefault(study.Key)), study.Key, study.Value.Method));
        Show(MetricCatalogue.StudyOuterStep, metric => Studies(metric, study => study.OuterStep));
        Show(MetricCatalogue.StudyReplicasRunning, metric => Studies(metric, study => study.ReplicasRunning));
        Show(MetricCatalogue.StudyReplicasWaiting, metric => Studies(metric, study => study.ReplicasWaiting));
        Show(MetricCatalogue.StudyBestValidationLoss, metric => Studies(metric, study => study.BestLoss));
        Show(MetricCatalogue.StudyCost, metric => Studies(metric, study => study.Cost));
        Show(MetricCatalogue.StudyTrials, metric => Studies(metric, study => study.Trials));
        Show(MetricCatalogue.ValidationLoss, metric => Studies(metric, study => study.ValidationLoss));
        Show(MetricCatalogue.ValidationAccuracy, metric => Studies(metric, study => study.ValidationAccuracy));
        Show(MetricCatalogue.GradientClamped, metric => Studies(metric, study => study.GradientClamped));
        Show(MetricCatalogue.HyperparameterValue, metric => Windows(metric, study => study.Values, reading => reading.Value));
        Show(MetricCatalogue.HyperparameterAtRange, metric => Windows(metric, study => study.Readings, reading => reading.AtRange ? 1 : 0));
        Show(MetricCatalogue.HypergradientMean, metric => Windows(metric, study => study.Readings, reading => reading.Hypergradient));
        Show(MetricCatalogue.HypergradientStandardError, metric => Windows(metric, study => study.Readings, reading => reading.StandardError));
        Show(MetricCatalogue.HypergradientSignalToNoise, metric => Windows(metric, study => study.Readings, reading => reading.SignalToNoise));
        Show(MetricCatalogue.HypergradientSignAgreement, metric => Windows(metric, study => study.Readings, reading => reading.SignAgreement));
        Show(MetricCatalogue.HypergradientProductsClamped, metric => Windows(metric, study => study.Readings, reading => reading.ProductsClamped));
    }

    private void Show(Metric metric, Func<Metric, IEnumerable<Measurement<double>>> values) =>
        Create(metric, under => under.CreateObservableGauge(metric.Name, () => values(metric), metric.Unit, metric.Description));

    private IEnumerable<Measurement<double>> Studies(Metric metric, Func<StudyGauges, double?> value) =>
        from study in studies
        let measured = value(study.Value)
        where measured is not null
        select Of(metric, measured.Value, study.Key, study.Value.Method);

    private IEnumerable<Measurement<double>> Windows(Metric metric, Func<StudyGauges, IEnumerable<HyperparameterReading>> readings, Func<HyperparameterReading, double?> value) =>
        from study in studies
        from reading in readings(study.Value)
        let measured = value(reading)
        where measured is not null
        select Of(metric, measured.Value, study.Key, study.Value.Method, reading.Kind.ToString(), reading.Window.ToString(CultureInfo.InvariantCulture), reading.Group ?? "");

    private IEnumerable<Measurement<double>> Runs(Metric metric, Func<RunGauges, double> value) =>
        runs.Select(run => Of(metric, value(run.Value), run.Value.Work.Study, run.Key));

    private IEnumerable<Measurement<double>> Slots(Metric metric) =>
        from slot in slots?.Workers ?? []
        group slot by slot.Slot.Pool into pool
        from state in new[] { (Word: "free", Slots: pool.Count(slot => slot.IsFree)), (Word: "leased", Slots: pool.Count(slot => slot.Current is not null)) }
        select Of(metric, state.Slots, pool.First().Slot.Silo, pool.Key, state.Word);

    private IEnumerable<Measurement<double>> CudaMemory(Metric metric) =>
        from slot in slots?.Workers ?? []
        let used = slot.Slot.UsedMemoryBytes
        where used is not null
        select Of(metric, used.Value, slot.Slot.Key);

    private static Measurement<double> Of(Metric metric, double value, params ReadOnlySpan<string> labels) => new(value, metric.With(labels));

    private static double Unix(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;
}
