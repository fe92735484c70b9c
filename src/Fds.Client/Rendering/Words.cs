using System.Globalization;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>Values as people read them.</summary>
internal static class Words
{
    private const double DaysOfYear = 365.25;
    private const int Digits = 4;

    /// <summary>Nobody reads less of an accuracy than a hundredth of a percent.</summary>
    private const int PercentDecimals = 2;
    private const double LeastError = 0.005;
    private const double LongYears = 10 * DaysOfYear;

    /// <summary>How hypergradients are computed, why, and what that costs.</summary>
    public static string Computation(HypergradientComputation computed)
    {
        string kept = computed.Memory is { } memory ? $", keeping {MemoryWord(memory)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{computed.Mode.ToString().ToLowerInvariant()} mode{kept}, {computed.CostPerStep:0.#} gradient steps per inner step: {computed.Reason}");
    }

    private static string MemoryWord(ReverseMemory memory) => memory == ReverseMemory.All ? "all states" : memory.ToString().ToLowerInvariant();

    public static string Work(WorkKey key) => key.Kind switch
    {
        WorkKind.Hypergradient => $"replica {key.Replica}{(key.Shard > 0 ? $" share {key.Shard + 1}" : "")}",
        WorkKind.Trial => $"trial {key.Replica}",
        WorkKind.Fluctuation => $"run {key.Replica}",
        WorkKind.Confirm => $"candidate {key.OuterStep + 1} run {key.Replica}",
        WorkKind.Start => $"start {key.OuterStep + 1} run {key.Replica}",
        WorkKind.StartAgain => $"start {key.OuterStep + 1} again run {key.Replica}",
        WorkKind.RetrainInitial => $"start {key.Replica}",
        WorkKind.RetrainLearned => $"learned {key.Replica}",
        _ => $"best {key.Replica}",
    };

    /// <summary>A piece of work with its study.</summary>
    public static string Name(WorkKey key) => $"{key.Study}, {(key.Kind == WorkKind.Hypergradient ? $"outer step {key.OuterStep + 1}, " : "")}{Work(key)}";

    /// <summary>Where a study is: its outer step, its trials, its methods, or its runs.</summary>
    public static string Position(StudyStatus status) =>
        status.FluctuationRuns is { } runs ? $"{Settled(status)} of {runs} runs" :
        status.Phase == StudyPhase.Starting ? $"finding a start, {Settled(status)} of {status.Replicas.Length} runs" :
        status.Phase == StudyPhase.Confirming ? $"choosing among what was found, {Settled(status)} of {status.Replicas.Length} runs" :
        status.Phase == StudyPhase.Retraining ? "retraining" : status.Methods switch
        {
            { Length: > 1 } => $"{status.Members.Count(member => member.State is not (StudyState.None or StudyState.Running or StudyState.Paused))} of {status.Methods.Length} methods",
            [not StudyMethod.Fds] => status.MostTrials is { } most ? $"{Figure.Whole(status.Trials)} of {Figure.Whole(most)} trials" : $"{Figure.Whole(status.Trials)} trials",
            _ => $"outer step {Math.Min(status.OuterStep + 1, status.OuterSteps)} of {status.OuterSteps}",
        };

    private static int Settled(StudyStatus status) => status.Replicas.Count(run => run.State is not (ReplicaState.Waiting or ReplicaState.Running));

    /// <summary>A number in about four digits; a dash where there is none.</summary>
    public static string Number(double? value) => value is { } number ? Figure.Of(number, Digits) : "-";

    /// <summary>A number with its standard error, where that is known and above 0.</summary>
    public static string WithError(double? value, double? error) =>
        value is { } number && double.IsFinite(number) && error is > 0 and < double.PositiveInfinity ? Figure.WithError(number, error.Value) : Number(value);

    /// <summary>An accuracy with its standard error, in percent.</summary>
    public static string PercentWithError(double? share, double? error) =>
        share.Known() is { } known && error * 100 is { } points and >= LeastError ? Figure.WithError(known * 100, points, PercentDecimals, " %") : Percent(share);

    public static string Percent(double? value) => value.Known() is { } share ? share.ToString("P2", CultureInfo.InvariantCulture) : "-";

    /// <summary>An accuracy; of a task that has none the loss, which says so.</summary>
    public static string Merit(double? accuracy, double? loss) => Merit(accuracy, loss, Number);

    /// <summary>The same with a loss in other figures.</summary>
    public static string Merit(double? accuracy, double? loss, Func<double?, string> number) => accuracy.Known() is null && loss.Known() is { } known ? $"loss {number(known)}" : Percent(accuracy);

    /// <summary>Round-trip text for files.</summary>
    public static string Exact(double? value) => value is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    /// <summary>An accuracy as round-trip text for files; nothing where there is none.</summary>
    public static string Share(double? accuracy) => Exact(accuracy.Known());

    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A time in seconds, which may be longer than any <see cref="TimeSpan"/>; null where it is not a number.</summary>
    public static string? Duration(double seconds) => double.IsNaN(seconds)
        ? null
        : seconds < TimeSpan.MaxValue.TotalSeconds ? Span(TimeSpan.FromSeconds(seconds)) : string.Create(CultureInfo.InvariantCulture, $"{seconds / 86400 / DaysOfYear:G3} years");

    public static string Span(TimeSpan? span) => span switch
    {
        null => "-",
        { TotalSeconds: < 1 } => "0s",
        { TotalMinutes: < 1 } some => $"{some.Seconds}s",
        { TotalHours: < 1 } some => $"{some.Minutes}m{some.Seconds:00}s",
        { TotalDays: < 1 } some => $"{some.Hours}h{some.Minutes:00}m",
        { TotalDays: >= LongYears } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalDays / DaysOfYear:F0} years"),
        { } some => $"{(int)some.TotalDays}d{some.Hours:00}h",
    };
}
