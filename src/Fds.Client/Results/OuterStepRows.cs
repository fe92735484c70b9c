using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>The rows of outer-steps.csv and sensitivity.csv as the outer steps that they are of.</summary>
/// <param name="folder">The result folder.</param>
/// <param name="study">The study.</param>
/// <param name="runs">Its runs.</param>
internal sealed class OuterStepRows(string folder, StudySpecification study, RunRows runs)
{
    /// <summary>The outer steps.</summary>
    public ImmutableArray<OuterStepRecord> Read()
    {
        ILookup<int, IReadOnlyDictionary<string, string>> sensitivity = ResultRows.Read(Path.Combine(folder, "sensitivity.csv")).ToLookup(row => row.Whole("outerStep"));
        return [.. ResultRows.Read(Path.Combine(folder, "outer-steps.csv")).GroupBy(row => row.Whole("outerStep")).Select(step => Step(step.Key, [.. step], [.. sensitivity[step.Key]]))];
    }

    private OuterStepRecord Step(int index, IReadOnlyDictionary<string, string>[] rows, IReadOnlyDictionary<string, string>[] sensitivity)
    {
        ImmutableArray<HyperparameterReading> readings = [.. rows.Select(Reading)];
        return new()
        {
            Index = index,
            InnerSteps = rows[0].Whole("innerSteps"),
            Readings = readings,
            Schedule = KindMap.Of(study.Kinds, kind => Values(kind, readings)),
            Contributing = rows[0].Whole("contributing"),
            Replicas = [.. runs.Replicas(index)],
            ValidationLoss = rows[0].Number("validationLoss") ?? double.NaN,
            ValidationAccuracy = rows[0].Number("validationAccuracy") ?? double.NaN,
            GradientSteps = rows[0].Number("gradientSteps") ?? 0,
            Seconds = rows[0].Number("seconds") ?? 0,
            Measurements = new() { GradientClamped = rows[0].Number("gradientClamped") },
            Sensitivity = sensitivity.Length == 0 ? null : KindMap.Of<ImmutableArray<double>>(study.Kinds, kind => [.. sensitivity.Where(row => row.Text("hyperparameter") == kind.FieldName()).Select(row => row.Number("hypergradient") ?? double.NaN)]),
            Unstable = rows[0].Text("unstable") is { Length: > 0 } why ? why : null,
        };
    }

    /// <summary>A kind that is not learned has no readings and stays as it began.</summary>
    private ImmutableArray<double> Values(HyperparameterKind kind, ImmutableArray<HyperparameterReading> readings)
    {
        ImmutableArray<double> learned = [.. readings.Where(reading => reading.Kind == kind).Select(reading => reading.Value)];
        return learned.IsEmpty ? study.Hyperparameters[kind].Initial : learned;
    }

    private static HyperparameterReading Reading(IReadOnlyDictionary<string, string> row) => new()
    {
        Kind = row.Word<HyperparameterKind>("hyperparameter"),
        Window = row.Whole("window"),
        Value = row.Number("value") ?? double.NaN,
        NextValue = row.Number("nextValue") ?? double.NaN,
        Hypergradient = row.Number("hypergradient"),
        StandardError = row.Number("standardError"),
        SignalToNoise = row.Number("signalToNoise"),
        SignAgreement = row.Number("signAgreement"),
        StepSize = row.Number("stepSize") ?? double.NaN,
        AtRange = row.Text("atRange") == "true",
        ProductsClamped = row.Number("productsClamped"),
        Group = row.Text("group") is { Length: > 0 } group ? group : null,
    };
}
