using System.Collections.Immutable;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports;

/// <summary>What a report is about: a study's result, and what result.json says of it.</summary>
internal sealed class ReportSubject
{
    private static readonly string BestName = $"{StudyMethod.Fds.Word()}, best outer step";

    public ReportSubject(StudyResult result)
    {
        Result = result;
        Summary = ResultSummary.Of(result);
        Measure = TestMeasure.Of(result);
        Comparison = MethodComparison.Of([result]);
        Horizon = ScheduleFile.HorizonOf(result);
    }

    /// <summary>The result.</summary>
    public StudyResult Result { get; }

    /// <summary>What result.json has.</summary>
    public ResultSummary Summary { get; }

    /// <summary>What schedules are compared by.</summary>
    public TestMeasure Measure { get; }

    /// <summary>The methods side by side.</summary>
    public MethodComparison Comparison { get; }

    /// <summary>T in inner steps; 0 before a run has ended.</summary>
    public int Horizon { get; }

    /// <summary>The study as validated.</summary>
    public StudySpecification Study => Result.Submission.Specification;

    /// <summary>Whether it measures and learns nothing.</summary>
    public bool Measures => Study.Fluctuation is not null;

    /// <summary>Whether fds is among its methods.</summary>
    public bool HasFds => Study.Methods.Contains(StudyMethod.Fds);

    /// <summary>Whether it goes on.</summary>
    public bool GoesOn => Result.Status.State is StudyState.Running or StudyState.Paused;

    /// <summary>The kinds that it learns.</summary>
    public ImmutableArray<HyperparameterKind> LearnedKinds => [.. Study.Kinds.Where(kind => Study.Hyperparameters[kind].Learn)];

    /// <summary>Methods with what they reached, as result.json lists them, with the best outer step's schedule.</summary>
    public IReadOnlyList<MethodLine> Methods => Summary.Best is { } best ? [.. Summary.Methods, best with { Name = BestName }] : Summary.Methods;

    /// <summary>The schedule that the study began with.</summary>
    public KindMap<ImmutableArray<double>> Start =>
        Result.Candidates.FirstOrDefault(candidate => candidate.Name == CandidateRecord.Start)?.Schedule
        ?? (Result.OuterSteps is [var first, ..] ? first.Schedule : KindMap.Of(Study.Kinds, kind => Study.Hyperparameters[kind].Initial));

    /// <summary>A row of the comparison by the name that its schedule has in <see cref="Methods"/>: there fds is what it learned, and its best outer step has another name.</summary>
    public string Name(MethodComparisonRow row)
    {
        string learned = $"{StudyMethod.Fds.Word()}, learned";
        return row.Method == learned ? StudyMethod.Fds.Word()
            : row.Method == StudyMethod.Fds.Word() && Comparison.Rows.Any(other => other.Method == learned) ? BestName
            : row.Method;
    }

    /// <summary>A kind's name as people write it: learning rate.</summary>
    public static string Name(HyperparameterKind kind) => kind switch
    {
        HyperparameterKind.LearningRate => "learning rate",
        HyperparameterKind.WeightDecay => "weight decay",
        HyperparameterKind.LabelSmoothing => "label smoothing",
        HyperparameterKind.Beta1 => "β₁",
        HyperparameterKind.Beta2 => "β₂",
        _ => kind.FieldName(),
    };
}
