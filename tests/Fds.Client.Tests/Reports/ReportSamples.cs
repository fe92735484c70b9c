using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Tests.Reports;

/// <summary>Results of studies of every kind, with made-up numbers.</summary>
internal static class ReportSamples
{
    /// <summary>Text that would be a program, or end an element, if it were not text.</summary>
    public const string Hostile = "<script>alert('x')</script>\"&amp;]]></style></pre>\u0001";

    private static readonly StudyMethod[] Searches = [StudyMethod.Random, StudyMethod.Hand];

    /// <summary>Each kind of study by its name.</summary>
    public static IReadOnlyDictionary<string, Func<StudyResult>> All { get; } = new Dictionary<string, Func<StudyResult>>
    {
        ["learning"] = () => Learning(steps: 6, windows: 4),
        ["forward"] = () => Forward(Learning(steps: 6, windows: 4)),
        ["groups"] = () => Learning(steps: 4, windows: 3, "groups: [{name: biases, parameters: \"*.bias\"}]"),
        ["adamw"] = () => Learned(Study("hyperparameters: {learningRate: {windows: 2, initial: 0.01}, beta2: {windows: 1, initial: 0.99}, labelSmoothing: {windows: 2}}", "optimiser: adamw"), steps: 3),
        ["regression"] = () => WithoutAccuracy(Learning(steps: 4, windows: 2)),
        ["comparison"] = Comparison,
        ["search"] = () => Search(40),
        ["population"] = Population,
        ["measurement"] = Measurement,
        ["running"] = Running,
        ["not begun"] = () => Bare(Study("")) with { Status = Status(Study(""), StudyState.Running) },
        ["comparison begun"] = () => Comparison() with { Status = Running().Status, Methods = [], OuterSteps = [], Retrainings = [], Candidates = [], Best = null, BestOuterStep = null, Verdict = null },
        ["failed"] = Failed,
        ["hostile"] = Spoilt,
    };

    /// <summary>fds with a choice among candidates, retrained beside its start.</summary>
    public static StudyResult Learning(int steps, int windows, string more = "") =>
        Learned(Study($"hyperparameters: {{learningRate: {{windows: {windows}, initial: 0.1, range: [1e-4, 1], scale: log}}, momentum: {{windows: 1, initial: 0.9}}}}\n  {more}"), steps);

    private static StudyResult Learned(StudySubmission study, int steps)
    {
        ImmutableArray<OuterStepRecord> done = [.. Enumerable.Range(0, steps).Select(index => Step(study.Specification, index))];
        ImmutableArray<RetrainRecord> retrained = [.. Retrained(RetrainedSchedule.Learned, 0.95), .. Retrained(RetrainedSchedule.Initial, 0.93)];
        KindMap<ImmutableArray<double>> learned = Values(study.Specification, steps);
        return Bare(study) with
        {
            Status = Status(study, StudyState.Succeeded) with { Learning = Cost(500.0 * steps), BestOuterStep = steps - 1 },
            OuterSteps = done,
            Learned = learned,
            BestOuterStep = steps - 1,
            Best = done[^1].Schedule,
            Retrainings = retrained,
            Verdict = "Better than its start by 2.00 ± 0.10 points of test accuracy over 4 paired retrainings: use the learned schedule.",
            Candidates =
            [
                new() { Name = CandidateRecord.Start, Schedule = done[0].Schedule, Losses = [0.3, 0.4], Accuracies = [0.9, 0.91], PriorLoss = 2.3 },
                new() { Name = "last", Schedule = learned, Losses = [0.2, 0.25], Accuracies = [0.94, 0.95], IsChosen = true, PriorLoss = 2.3 },
            ],
            Methods = [Method(StudyMethod.Fds, study.Specification, learned, [.. done.Select(step => (step.ValidationLoss, 500.0 * (step.Index + 1)))]) with { Retrainings = retrained }],
        };
    }

    /// <summary>A search with so many trials.</summary>
    public static StudyResult Search(int trials)
    {
        StudySubmission study = Study("methods: [random]\n  search: {trials: 1000}");
        ImmutableArray<TrialRecord> runs = [.. Enumerable.Range(0, trials).Select(Trial)];
        ImmutableArray<RetrainRecord> retrained = [.. Retrained(RetrainedSchedule.Learned, 0.9)];
        MethodResult random = Method(StudyMethod.Random, study.Specification, Values(study.Specification, 0), [.. runs.Where(run => run.State == ReplicaState.Completed).Select((run, i) => (run.ValidationLoss, 100.0 * (i + 1)))]);
        return Bare(study) with { Retrainings = retrained, Methods = [random with { Trials = runs, Retrainings = retrained }] };
    }

    /// <summary>The largest study that a page has to be good for: 30 outer steps of 50 values, and a search of 1,000 trials.</summary>
    public static StudyResult Large()
    {
        StudyResult fds = Learning(steps: 30, windows: 24, "methods: [fds, random]\n  groups: [{name: biases, parameters: \"*.bias\"}]");
        return fds with { Methods = [fds.Methods[0], Search(1000).Methods[0]] };
    }

    private static StudyResult Comparison()
    {
        StudyResult fds = Learning(steps: 5, windows: 3, "methods: [fds, random, hand]");
        IEnumerable<MethodResult> others = Searches.Select((method, i) => Method(method, fds.Submission.Specification, fds.Learned, [(0.9, 100), (0.4 - (0.1 * i), 2000)]) with
        {
            Trials = [.. Enumerable.Range(0, 12).Select(Trial)],
            Retrainings = [.. Retrained(RetrainedSchedule.Learned, 0.9 + (0.02 * i))],
        });
        return fds with { Methods = [fds.Methods[0], .. others] };
    }

    private static StudyResult Population()
    {
        StudyResult fds = Learning(steps: 3, windows: 2, "population: {members: 3, replaceEvery: 1}");
        return fds with { Status = fds.Status with { Members = [.. Enumerable.Range(0, 3).Select(member => new MemberStatus { Study = $"page-{member}", Member = member, Generation = member % 2, State = StudyState.Succeeded, BestValidationLoss = 0.1 * (member + 1) })] } };
    }

    private static StudyResult Measurement()
    {
        StudySubmission study = Study("hyperparameters: {learningRate: {windows: 3, initial: 0.1}}\n  fluctuation: {runs: 4}");
        FluctuationSpread Spread(double mean) => new() { Mean = mean, StandardDeviation = 0.5, StandardError = 0.25, SignAgreement = 0.75, SignalToNoise = Math.Abs(mean) / 0.25, Values = [mean, mean + 1] };
        return Bare(study) with
        {
            Fluctuation = new()
            {
                Runs = 4,
                Completed = [0, 1, 2, 3],
                Windows = [.. Enumerable.Range(0, 3).Select(window => new FluctuationReading { Kind = HyperparameterKind.LearningRate, Window = window, Value = 0.1, Full = Spread(window - 1), Greedy = Spread(0.1 * window) })],
                Averages = [new() { Runs = 1, Groups = 4, Expected = 1, Full = 1, Greedy = 1 }, new() { Runs = 2, Groups = 2, Expected = 0.7, Full = 0.8, Greedy = 0.9 }],
            },
        };
    }

    private static StudyResult Running()
    {
        StudyResult fds = Learning(steps: 2, windows: 3);
        return fds with { Status = fds.Status with { State = StudyState.Running }, Retrainings = [], Candidates = [], Verdict = null, Methods = [fds.Methods[0] with { Retrainings = [] }] };
    }

    /// <summary>It ended before there was any value.</summary>
    private static StudyResult Failed()
    {
        StudySubmission study = Study("");
        return Bare(study) with
        {
            Status = Status(study, StudyState.Failed) with { Reason = "the data cannot be read" },
            Learned = KindMap.Of<ImmutableArray<double>>(study.Specification.Kinds, _ => []),
            Device = "",
            Seconds = 0,
        };
    }

    private static StudyResult Forward(StudyResult result) => result with { OuterSteps = [.. result.OuterSteps.Select(step => step with { Sensitivity = null })] };

    private static StudyResult WithoutAccuracy(StudyResult result)
    {
        ImmutableArray<RetrainRecord> runs = [.. result.Retrainings.Select(run => run with { TestAccuracy = double.NaN })];
        return result with
        {
            OuterSteps = [.. result.OuterSteps.Select(step => step with { ValidationAccuracy = double.NaN })],
            Retrainings = runs,
            Candidates = [.. result.Candidates.Select(candidate => candidate with { Accuracies = [double.NaN, double.NaN] })],
            Methods = [.. result.Methods.Select(method => method with { ValidationAccuracy = null, Retrainings = runs, Curve = [.. method.Curve.Select(point => point with { ValidationAccuracy = double.NaN, BestAccuracy = double.NaN })] })],
        };
    }

    /// <summary>Whatever a user, a model or a device may say, and numbers that are none.</summary>
    private static StudyResult Spoilt()
    {
        StudyResult fds = Learning(steps: 3, windows: 2, "groups: [{name: biases, parameters: \"*.bias\"}]");
        StudySpecification study = fds.Submission.Specification;
        OuterStepRecord odd = fds.OuterSteps[1];
        return fds with
        {
            Submission = new() { File = Hostile, Specification = study with { Groups = [.. study.Groups.Select(group => group with { Name = Hostile + group.Name })], Model = study.Model with { Name = Hostile }, Data = study.Data with { Name = Hostile } } },
            Status = fds.Status with { Reason = Hostile },
            Verdict = Hostile,
            Device = Hostile,
            OuterSteps =
            [
                fds.OuterSteps[0],
                odd with
                {
                    ValidationLoss = double.PositiveInfinity,
                    Unstable = Hostile,
                    Readings = [.. odd.Readings.Select((reading, i) => reading with { Group = Hostile, Hypergradient = i % 2 == 0 ? double.NaN : double.NegativeInfinity, StandardError = double.NaN, SignalToNoise = double.NaN, AtRange = true })],
                    Replicas = [.. odd.Replicas.Select(replica => replica with { State = ReplicaState.Failed, Reason = Hostile, Device = Hostile, ValidationLoss = double.NaN })],
                },
                fds.OuterSteps[2],
            ],
            Methods = [fds.Methods[0] with { Reason = Hostile, Trials = [Trial(0) with { State = ReplicaState.Failed, Reason = Hostile, ValidationLoss = double.NegativeInfinity }] }],
        };
    }

    private static StudySubmission Study(string more, string inner = "optimiser: sgd")
    {
        string file = $$"""
            apiVersion: fds/v1
            kind: Study
            metadata: {name: page}
            spec:
              data: {name: glyphs}
              model: {name: mlp}
              inner: {batchSize: 32, steps: 120, {{inner}}}
              outer: {steps: 30}
              {{(more.Contains("fluctuation", StringComparison.Ordinal) ? "" : "seeds: {count: 2}\n  retrain: {seeds: 4}")}}
              {{(more.Contains("hyperparameters", StringComparison.Ordinal) ? "" : "hyperparameters: {learningRate: {windows: 2, initial: 0.1}}")}}
              {{more}}
            """;
        StudyFileReading reading = StudyFileReader.Read(file, "study.yaml");
        return new() { File = file, Specification = reading.Specification ?? throw new InvalidOperationException(string.Join("\n", reading.Faults)) };
    }

    private static StudyResult Bare(StudySubmission study) => new()
    {
        Submission = study,
        Status = Status(study, StudyState.Succeeded),
        OuterSteps = [],
        Learned = Values(study.Specification, 0),
        Retrainings = [],
        Seconds = 75.5,
        Device = "cpu",
        Versions = ImmutableDictionary<string, string>.Empty.Add("fds", "0.1.0").Add("libtorch", "2.10.0"),
    };

    private static StudyStatus Status(StudySubmission study, StudyState state) => Samples.Status(state) with
    {
        Name = "page", OuterSteps = 30, Learning = new(), BestOuterStep = null, BestValidationAccuracy = null, Methods = study.Specification.Methods, GradientSteps = 123456.5, Reason = null, Hyperparameters = [], LastStep = [], Replicas = [],
        FluctuationRuns = study.Specification.Fluctuation?.Runs,
    };

    private static KindMap<ImmutableArray<double>> Values(StudySpecification study, int index) =>
        KindMap.Of<ImmutableArray<double>>(study.Kinds, kind => [.. study.Hyperparameters[kind].Initial.Select((value, place) => study.Hyperparameters[kind].Learn ? value * (1 + (0.05 * index * Math.Cos(place + 1))) : value)]);

    private static OuterStepRecord Step(StudySpecification study, int index)
    {
        KindMap<ImmutableArray<double>> schedule = Values(study, index);
        KindMap<ImmutableArray<double>> next = Values(study, index + 1);
        return new()
        {
            Index = index,
            InnerSteps = 120,
            Schedule = schedule,
            Readings = [.. study.Kinds.Where(kind => study.Hyperparameters[kind].Learn).SelectMany(kind => study.Hyperparameters[kind].Places.Select((place, i) => Reading(kind, (schedule[kind][i], next[kind][i]), place, study)))],
            Contributing = 2,
            Replicas = [.. Enumerable.Range(0, 2).Select(replica => Replica(index, replica))],
            ValidationLoss = 2.0 / (index + 1),
            ValidationAccuracy = 1 - (0.5 / (index + 1)),
            PriorLoss = 2.3,
            GradientSteps = 500,
            Seconds = 2.5,
            Sensitivity = KindMap.Of<ImmutableArray<double>>(study.Kinds, kind => [.. Enumerable.Range(0, 100).Select(bin => Math.Sin(0.3 * (bin + index)) * Math.Exp(-0.03 * bin))]),
        };
    }

    private static HyperparameterReading Reading(HyperparameterKind kind, (double Now, double Next) value, ValuePlace place, StudySpecification study)
    {
        double hypergradient = Math.Sin(37 * value.Now) / 8;
        return new()
        {
            Kind = kind, Window = place.Window, Value = value.Now, NextValue = value.Next, StepSize = 0.1, Hypergradient = hypergradient, StandardError = 0.03, SignalToNoise = Math.Abs(hypergradient) / 0.03, SignAgreement = 1,
            Group = study.Hyperparameters[kind].IsGrouped ? study.Groups[place.Group].Name : null,
        };
    }

    private static ReplicaStatus Replica(int step, int replica) => new()
    {
        Key = new() { Study = "page", Kind = WorkKind.Hypergradient, OuterStep = step, Replica = replica }, Attempt = 1, State = ReplicaState.Completed, Device = $"local/{replica}", InnerSteps = 120,
        ValidationLoss = (2.0 / (step + 1)) + (0.1 * replica) - 0.05, Accuracy = 0.9, GradientSteps = 250, Seconds = 1.25,
    };

    private static TrialRecord Trial(int number) => new()
    {
        Number = number, State = number % 10 == 7 ? ReplicaState.Diverged : ReplicaState.Completed, Values = [0.1], Share = 1, InnerSteps = 120, ValidationLoss = number % 10 == 7 ? double.NaN : 0.3 + (0.2 * Math.Cos(number)),
        ValidationAccuracy = 0.8, GradientSteps = 100, Seconds = 1, Device = "local/0", Reason = number % 10 == 7 ? "not finite after step 3" : null,
    };

    private static IEnumerable<RetrainRecord> Retrained(RetrainedSchedule schedule, double accuracy) => Enumerable.Range(0, 4).Select(seed => new RetrainRecord
    {
        Schedule = schedule, Seed = seed, State = ReplicaState.Completed, TestLoss = 1 - accuracy + (0.003 * seed), TestAccuracy = accuracy + (0.0023 * seed), InnerSteps = 120, GradientSteps = 120, Seconds = 1,
    });

    private static MethodCost Cost(double gradientSteps) => new() { GradientSteps = gradientSteps, DeviceSeconds = gradientSteps / 100, Seconds = gradientSteps / 200 };

    private static MethodResult Method(StudyMethod method, StudySpecification study, KindMap<ImmutableArray<double>> schedule, IReadOnlyList<(double Loss, double Cost)> curve) => new()
    {
        Method = method,
        Study = study.Methods.Length > 1 ? $"page-{method.Word()}" : "page",
        State = StudyState.Succeeded,
        ValidationLoss = curve.Min(point => point.Loss),
        ValidationAccuracy = 0.9,
        PriorLoss = 2.3,
        Schedule = schedule,
        Cost = Cost(curve[^1].Cost),
        Curve = [.. curve.Select((point, i) => new MethodEvaluation
        {
            Number = i, Spent = Cost(point.Cost), ValidationLoss = point.Loss, ValidationAccuracy = 0.9,
            BestLoss = curve.Take(i + 1).Min(each => each.Loss), BestAccuracy = 0.9,
        })],
    };
}
