using Fds.Studies.Views;

namespace Fds.Grains.Telemetry;

/// <summary>
/// Every instrument of a silo beside those of Orleans and .NET. <c>observability/metrics.md</c> is written from it; dashboards and
/// alerts know these names.
/// </summary>
internal static class MetricCatalogue
{
    private static readonly List<Metric> all = [];

    // From the catalogue and the membership.
    public static Metric Studies { get; } = Gauge("fds.studies", "{study}", "Studies in the list, by state; reported by the silo that keeps the list", "state");

    public static Metric StudiesRefused { get; } = Counter("fds.studies.refused", "{study}", "Studies that were refused", "reason");

    public static Metric Silos { get; } = Gauge("fds.silos", "{silo}", "Silos as this one sees them, each name by its latest start", "status");

    // From a coordinator, until its study has ended.
    public static Metric StudyState { get; } = Gauge("fds.study.state", "1", "1 for the current state of a study that has not ended", "study", "method", "state");

    public static Metric StudyProgress { get; } = Gauge("fds.study.progress", "1", "Share of the planned learning that is done, 0 to 1: outer steps, trials, members, or gradient steps of the budget", "study", "method");

    public static Metric StudyQueueWait { get; } = Gauge("fds.study.queue_wait", "s", "How long the work that waits longest has waited for a device", "study", "method", "reason");

    public static Metric StudyLastProgress { get; } = Gauge("fds.study.last_progress", "s", "Time of the study's last progress by an inner step, as Unix time; absent while its members do the work", "study", "method");

    public static Metric StudyOuterStep { get; } = Gauge("fds.study.outer_step", "{step}", "Outer step under way, from 0", "study", "method");

    public static Metric StudyReplicasRunning { get; } = Gauge("fds.study.replicas_running", "{replica}", "Replicas that run on a device", "study", "method");

    public static Metric StudyReplicasWaiting { get; } = Gauge("fds.study.replicas_waiting", "{replica}", "Replicas that wait for a device", "study", "method");

    public static Metric StudyBestValidationLoss { get; } = Gauge("fds.study.best_validation_loss", null, "Lowest validation loss of any outer step or trial so far", "study", "method");

    public static Metric StudyCost { get; } = Gauge("fds.study.cost", "{step}", "Spent on learning so far, in gradient steps", "study", "method");

    public static Metric StudyTrials { get; } = Gauge("fds.study.trials", "{trial}", "Trials that have ended", "study", "method");

    public static Metric ValidationLoss { get; } = Gauge("fds.validation.loss", null, "Mean validation loss of the last completed outer step", "study", "method");

    public static Metric ValidationAccuracy { get; } = Gauge("fds.validation.accuracy", "1", "Mean validation accuracy of the last completed outer step, 0 to 1; absent where the task has none", "study", "method");

    public static Metric GradientClamped { get; } = Gauge("fds.gradient.clamped", "1", "Share of the gradients' elements that were clamped in the last completed outer step, 0 to 1; absent without a clamp", "study", "method");

    public static Metric HyperparameterValue { get; } = OfWindow("fds.hyperparameter.value", null, "Value in the outer step under way");

    public static Metric HyperparameterAtRange { get; } = OfWindow("fds.hyperparameter.at_range", "1", "1 if the last update was held at the end of the range, else 0");

    public static Metric HypergradientMean { get; } = OfWindow("fds.hypergradient.mean", null, "Mean hypergradient of the last completed outer step");

    public static Metric HypergradientStandardError { get; } = OfWindow("fds.hypergradient.standard_error", null, "Standard error of the mean hypergradient");

    public static Metric HypergradientSignalToNoise { get; } = OfWindow("fds.hypergradient.signal_to_noise", "1", "Mean hypergradient over its standard error");

    public static Metric HypergradientSignAgreement { get; } = OfWindow("fds.hypergradient.sign_agreement", "1", "Share of the replicas whose hypergradient has the sign of the mean, 0 to 1");

    public static Metric HypergradientProductsClamped { get; } = OfWindow("fds.hypergradient.products_clamped", "1", "Share of the Hessian products' elements that were clamped in the last completed outer step, 0 to 1; absent without a clamp");

    // Counted by a coordinator.
    public static Metric OuterSteps { get; } = Counter("fds.outer.steps", "{step}", "Outer steps completed", "study");

    public static Metric OuterStepDuration { get; } = Histogram("fds.outer.step.duration", "s", "Time of an outer step", [1, 3, 10, 30, 60, 300, 900, 3600, 14400, 86400]);

    public static Metric GradientSteps { get; } = Counter("fds.gradient.steps", "{step}", "Cost of completed outer steps and trials in gradient steps", "study", "method");

    public static Metric Trials { get; } = Counter("fds.trials", "{trial}", "Trials that ended, by method and how", "study", "method", "state");

    public static Metric ReplicasLeftOut { get; } = Counter("fds.replicas.left_out", "{replica}", "Replicas that did not contribute", "study", "reason");

    public static Metric AttemptsRedispatched { get; } = Counter("fds.attempts.redispatched", "{attempt}", "Attempts that were lost, failed or were preempted, and queued again", "study");

    public static Metric AttemptsFailed { get; } = Counter("fds.attempts.failed", "{attempt}", "Attempts that were lost or failed", "study", "reason");

    public static Metric ReportsStale { get; } = Counter("fds.reports.stale", "{report}", "Reports that were not counted", "study");

    // Waiting work and devices.
    public static Metric QueueLength { get; } = Gauge("fds.queue.length", "{run}", "Runs that wait for a device, by reason; reported by the silo that keeps the pool's queue", "pool", "reason");

    public static Metric DeviceSlots { get; } = Gauge("fds.device.slots", "{slot}", "Device slots of this silo; one that is idle while the silo stops is neither free nor leased", "silo", "kind", "state");

    public static Metric DeviceMemory { get; } = Gauge("fds.device.memory", "By", "Memory in use: on a CUDA device by anyone, for cpu the resident memory of this silo, which its CPU slots share", "device");

    // Runs on this silo's devices.
    public static Metric InnerSteps { get; } = Counter("fds.inner.steps", "{step}", "Inner steps done", "study", "device");

    public static Metric InnerStepDuration { get; } = Histogram("fds.inner.step.duration", "s", "Mean time of an inner step since the previous report", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000], "device");

    public static Metric InnerStepPosition { get; } = Gauge("fds.inner.step.position", "{step}", "Inner step that a run is at", "study", "device");

    public static Metric TangentLiveColumns { get; } = Gauge("fds.tangent.live_columns", "{column}", "Tangent columns carried at present", "study", "device");

    public static Metric CheckpointLast { get; } = Gauge("fds.checkpoint.last", "s", "Time at which a running run wrote its last checkpoint, or began, as Unix time", "study", "device");

    public static Metric CheckpointsWritten { get; } = Counter("fds.checkpoints.written", "{checkpoint}", "Checkpoints that runs wrote", "study", "device");

    public static Metric CheckpointsFailed { get; } = Counter("fds.checkpoints.failed", "{checkpoint}", "Checkpoints that could not be written", "study", "device");

    public static Metric CheckpointsRestored { get; } = Counter("fds.checkpoints.restored", "{checkpoint}", "Runs that continued from a checkpoint", "study", "device");

    public static Metric CheckpointsRejected { get; } = Counter("fds.checkpoints.rejected", "{checkpoint}", "Checkpoints that could not be used: damaged or of another run", "study", "device");

    public static Metric CheckpointDuration { get; } = Histogram("fds.checkpoint.duration", "s", "Time that a run paused to write a checkpoint", [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30], "device");

    // Storage.
    public static Metric StorageRetries { get; } = Counter("fds.storage.retries", "{call}", "Calls to the database that were tried again");

    public static Metric StorageErrors { get; } = Counter("fds.storage.errors", "{call}", "Calls to the database or the state folder that failed for good");

    // Files of users.
    public static Metric DataFiles { get; } = Counter("fds.data.files", "{file}", "Files that arrived in this silo's data folder from consoles and other silos, by how that ended", "source", "outcome");

    public static Metric DataReceived { get; } = Counter("fds.data.received", "By", "Bytes of files that arrived in this silo's data folder", "source");

    // Connections.
    public static Metric ConnectionsAccepted { get; } = Counter("fds.connections.accepted", "{connection}", "Connections whose ends both presented an accepted certificate", "port");

    public static Metric ConnectionsRefused { get; } = Counter("fds.connections.refused", "{connection}", "Connections that were refused, by reason", "port", "reason");

    public static Metric CertificateRemaining { get; } = Gauge("fds.certificate.remaining", "s", "Time until this silo's certificate expires; negative afterwards");

    /// <summary>All of them, in the order of this file.</summary>
    public static IReadOnlyList<Metric> All => all;

    private static Metric Counter(string name, string unit, string description, params string[] labels) => Add(new(MetricKind.Counter, name, unit, description, [.. labels]));

    private static Metric Gauge(string name, string? unit, string description, params string[] labels) => Add(new(MetricKind.Gauge, name, unit, description, [.. labels]));

    private static Metric OfWindow(string name, string? unit, string description) => Gauge(name, unit, description, "study", "method", "hyperparameter", "window", "group");

    private static Metric Histogram(string name, string unit, string description, double[] boundaries, params string[] labels) =>
        Add(new(MetricKind.Histogram, name, unit, description, [.. labels]) { Boundaries = [.. boundaries] });

    private static Metric Add(Metric metric)
    {
        all.Add(metric);
        return metric;
    }
}
