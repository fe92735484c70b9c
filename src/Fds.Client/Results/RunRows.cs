using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>The rows of trials.csv as the runs that they are of.</summary>
/// <param name="rows">The rows.</param>
/// <param name="study">The study's name.</param>
internal sealed class RunRows(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, string study)
{
    private const string Retrain = "Retrain";

    /// <summary>The replicas of an outer step.</summary>
    public IEnumerable<ReplicaStatus> Replicas(int outerStep) => rows.Where(row => row.Text("work") == nameof(WorkKind.Hypergradient) && row.Whole("outerStep") == outerStep).Select(Replica);

    /// <summary>The runs of a measurement.</summary>
    public IEnumerable<ReplicaStatus> Measured() => rows.Where(row => row.Text("work") == nameof(WorkKind.Fluctuation)).Select(Replica);

    /// <summary>The trials of a method.</summary>
    public IEnumerable<TrialRecord> Trials(StudyMethod method) => rows.Where(row => row.Text("method") == method.Word() && row.Text("work") == nameof(WorkKind.Trial)).Select(Trial);

    /// <summary>The trainings from scratch with what a method found.</summary>
    public IEnumerable<RetrainRecord> Retrainings(StudyMethod method) =>
        rows.Where(row => row.Text("method") == method.Word() && row.Text("work").StartsWith(Retrain, StringComparison.Ordinal)).Select(Retraining);

    private ReplicaStatus Replica(IReadOnlyDictionary<string, string> row) => new()
    {
        Key = new() { Study = study, Kind = row.Word<WorkKind>("work"), OuterStep = row.Whole("outerStep"), Replica = row.Whole("run") },
        Attempt = row.Whole("attempt"),
        State = row.Word<ReplicaState>("state"),
        Device = Known(row.Text("device")),
        InnerSteps = row.Whole("innerSteps"),
        ValidationLoss = row.Number("loss"),
        Accuracy = row.Number("accuracy"),
        GradientSteps = row.Number("gradientSteps") ?? 0,
        Seconds = row.Number("seconds") ?? 0,
        Reason = Known(row.Text("reason")),
    };

    private static TrialRecord Trial(IReadOnlyDictionary<string, string> row) => new()
    {
        Number = row.Whole("run"),
        State = row.Word<ReplicaState>("state"),
        Values = [],
        Share = 1,
        InnerSteps = row.Whole("innerSteps"),
        ValidationLoss = row.Number("loss") ?? double.NaN,
        ValidationAccuracy = row.Number("accuracy") ?? double.NaN,
        GradientSteps = row.Number("gradientSteps") ?? 0,
        Seconds = row.Number("seconds") ?? 0,
        Device = Known(row.Text("device")),
        Attempt = row.Whole("attempt"),
        Reason = Known(row.Text("reason")),
    };

    private static RetrainRecord Retraining(IReadOnlyDictionary<string, string> row) => new()
    {
        Schedule = ResultRows.Word<RetrainedSchedule>(row.Text("work")[Retrain.Length..]),
        Seed = row.Whole("run"),
        State = row.Word<ReplicaState>("state"),
        TestLoss = row.Number("loss") ?? double.NaN,
        TestAccuracy = row.Number("accuracy") ?? double.NaN,
        InnerSteps = row.Whole("innerSteps"),
        GradientSteps = row.Number("gradientSteps") ?? 0,
        Seconds = row.Number("seconds") ?? 0,
        Reason = Known(row.Text("reason")),
    };

    private static string? Known(string text) => text.Length == 0 ? null : text;
}
