using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Client.Tests.Rendering.Screens;

/// <summary>Studies in many states, as large as they come, with what happened to them.</summary>
internal static class ScreenSamples
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly double[] Rates = [0.02, 0.05, 0.08, 0.1, 0.09, 0.06, 0.02];

    public static IReadOnlyDictionary<string, (StudyStatus Status, ImmutableArray<StudyEvent> Events)> All { get; } = new Dictionary<string, (StudyStatus, ImmutableArray<StudyEvent>)>
    {
        ["running"] = (Running(), Events("quickstart was submitted", "outer step 1 of 10: accuracy 71.25 %, loss 0.9134, 1 of 2 replicas diverged", "momentum window 0 was held at the end of its range, 0.99", "outer step 2 of 10: accuracy 88.50 %, loss 0.4321", "replica 1 began on local/1")),
        ["finished"] = (Finished(), Events("outer step 10 of 10: accuracy 97.66 %, loss 0.08912", "a retraining from scratch ended: seed 0, test accuracy 97.10 %", "the study has succeeded")),
        ["failed"] = (Failed(), Events("the study was submitted", "replica 0 failed: the data set 'mnist' is not in /data", "the study has failed")),
        ["comparison"] = (Comparison(), Events("method fds began", "method hd ended: validation loss 0.601", "method [hand] began")),
        ["groups"] = (Groups(), Events("outer step 7 of 30: accuracy 52.10 %, loss 1.4", "replica 3 was restored from its checkpoint at step 40 on silo-b/1 after silo-a was lost")),
        ["search"] = (Search(), Events([.. Enumerable.Range(0, 60).Select(i => $"trial {i * 10} is the best so far: validation loss {2.5 / (i + 1):0.0000}, after {38500 + i} gradient steps")])),
        ["retraining"] = (Retraining(), Events("retraining of the learned schedule began")),
    };

    private static StudyStatus Running() => Status("quickstart") with
    {
        OuterStep = 2,
        OuterSteps = 10,
        Hyperparameters = [.. Rates.Select((rate, window) => Reading(HyperparameterKind.LearningRate, window, rate)), Reading(HyperparameterKind.Momentum, 0, 0.99) with { AtRange = true }, Reading(HyperparameterKind.WeightDecay, 0, 3e-5)],
        LastStep =
        [
            .. Rates.Select((rate, window) => Reading(HyperparameterKind.LearningRate, window, rate) with { Hypergradient = -0.25 + (0.08 * window), StandardError = 0.051, SignAgreement = window == 3 ? 0.5 : 1 }),
            Reading(HyperparameterKind.Momentum, 0, 0.9) with { Hypergradient = -1.5, StandardError = 0.25, SignAgreement = 1, ProductsClamped = 0.125 },
            Reading(HyperparameterKind.WeightDecay, 0, 3e-5) with { Hypergradient = 119298, StandardError = 1234, SignAgreement = 0.5 },
        ],
        Replicas =
        [
            Run(0, ReplicaState.Running) with { InnerStep = 1312, InnerSteps = 2600, StepsPerSecond = 41.27, LiveColumns = 9, Loss = 0.4312, Device = "local/0" },
            Run(1, ReplicaState.Running) with { InnerStep = 1290, InnerSteps = 2600, StepsPerSecond = 40.9, LiveColumns = 9, Loss = 0.4498, Device = "local/1", Attempt = 2 },
        ],
        BestValidationAccuracy = 0.885,
        BestValidationLoss = 0.4321,
        GradientSteps = 119298,
        EstimatedRemaining = TimeSpan.FromSeconds(192),
    };

    private static StudyStatus Finished() => Running() with
    {
        State = StudyState.Succeeded,
        Phase = StudyPhase.Finished,
        OuterStep = 10,
        Replicas = [Run(0, ReplicaState.Completed) with { InnerStep = 2600, InnerSteps = 2600 }],
        BestValidationAccuracy = 0.9766,
        TestAccuracy = 0.971,
        EstimatedRemaining = null,
    };

    private static StudyStatus Failed() => Status("mnist-lenet") with
    {
        State = StudyState.Failed,
        OuterSteps = 10,
        Reason = "the data set 'mnist' is not in /data: expected train-images-idx3-ubyte, or train-images-idx3-ubyte.gz, in /data/mnist or /data/MNIST/raw.\nName another folder with --data, or set FDS_DATA; fds data get mnist downloads it, and the text goes on and on so that it cannot be shown whole in a few lines of a narrow terminal",
        Hyperparameters = [Reading(HyperparameterKind.LearningRate, 0, 0), Reading(HyperparameterKind.LearningRate, 1, 0), Reading(HyperparameterKind.Momentum, 0, 0.9), Reading(HyperparameterKind.WeightDecay, 0, 0)],
        Replicas = [Run(0, ReplicaState.Failed) with { Reason = "the data set is absent" }],
    };

    private static StudyStatus Comparison()
    {
        ImmutableArray<StudyMethod> methods = [.. Enum.GetValues<StudyMethod>()];
        return Status("mnist-compare") with
        {
            Phase = StudyPhase.Methods,
            Methods = methods,
            Members =
            [
                .. methods.Select((method, i) => new MemberStatus
                {
                    Study = $"mnist-compare-{method.Word()}", Member = i, Generation = 0, Method = method, State = i < 5 ? StudyState.Succeeded : i < 8 ? StudyState.Running : StudyState.None, OuterStep = i == 0 ? 6 : 0,
                    Trials = i == 0 ? 0 : 173 * i, BestValidationLoss = i < 8 ? 0.222 + (0.1 * i) : null, BestValidationAccuracy = i < 8 ? 0.94 - (0.03 * i) : null, GradientSteps = i < 8 ? 5256 + (119298 * i) : 0,
                }),
            ],
            Replicas = [],
            BestValidationLoss = 0.222,
            BestValidationAccuracy = 0.94,
            GradientSteps = 1234567,
            EstimatedRemaining = TimeSpan.FromMinutes(75),
        };
    }

    /// <summary>47 values: four windows of the learning rate for each of eleven groups, and one each of three others.</summary>
    private static StudyStatus Groups()
    {
        string[] groups = ["conv1", .. Enumerable.Range(1, 3).SelectMany(block => new[] { $"layer{block}.conv1", $"layer{block}.conv2", $"layer{block}.shortcut" }), "fc"];
        HyperparameterReading[] values =
        [
            .. groups.SelectMany((group, g) => Enumerable.Range(0, 4).Select(window => Reading(HyperparameterKind.LearningRate, window, 0.01 * (g + 1) * (4 - window)) with { Group = group })),
            Reading(HyperparameterKind.Momentum, 0, 0.9), Reading(HyperparameterKind.Momentum, 1, 0.8), Reading(HyperparameterKind.WeightDecay, 0, 5e-4),
        ];
        return Status("cifar-layers") with
        {
            OuterStep = 7,
            OuterSteps = 30,
            Hyperparameters = [.. values],
            LastStep = [.. values.Select((value, i) => value with { Hypergradient = Math.Sin(i) / (i + 1), StandardError = 0.02, SignAgreement = 0.75 })],
            Replicas = [.. Enumerable.Range(0, 8).Select(i => Run(i, i < 4 ? ReplicaState.Running : ReplicaState.Waiting) with { InnerStep = i < 4 ? 40 + i : 0, InnerSteps = 100, StepsPerSecond = i < 4 ? 0.8 : 0, Device = i < 4 ? $"silo-b/{i}" : null })],
            BestValidationAccuracy = 0.521,
            GradientSteps = 38974,
            EstimatedRemaining = TimeSpan.FromHours(3.5),
        };
    }

    private static StudyStatus Search() => Status("mnist-tpe") with
    {
        Phase = StudyPhase.Search,
        Methods = [StudyMethod.Tpe],
        Trials = 612,
        MostTrials = 1000,
        Hyperparameters = [Reading(HyperparameterKind.LearningRate, 0, 0.0312), Reading(HyperparameterKind.LearningRate, 1, 0.0119), Reading(HyperparameterKind.Momentum, 0, 0.9), Reading(HyperparameterKind.WeightDecay, 0, 0)],
        Replicas =
        [
            .. Enumerable.Range(610, 390).Select(i => Run(i, i < 614 ? ReplicaState.Running : ReplicaState.Waiting) with
            {
                Key = new() { Study = "mnist-tpe", Kind = WorkKind.Trial, OuterStep = 0, Replica = i }, InnerStep = i < 614 ? 3 * (i - 600) : 0, InnerSteps = 100, StepsPerSecond = i < 614 ? 12.5 : 0, Device = i < 614 ? $"local/{i - 610}" : null,
            }),
        ],
        BestValidationLoss = 0.0417,
        BestValidationAccuracy = 0.9871,
        GradientSteps = 61200,
        EstimatedRemaining = TimeSpan.FromSeconds(3725),
    };

    private static StudyStatus Retraining() => Running() with
    {
        Phase = StudyPhase.Retraining,
        OuterStep = 10,
        State = StudyState.Paused,
        Reason = "paused by a user",
        Replicas = [.. Enumerable.Range(0, 20).Select(i => Run(i, i < 7 ? ReplicaState.Completed : ReplicaState.Waiting) with { Key = new() { Study = "quickstart", Kind = WorkKind.RetrainLearned, OuterStep = 0, Replica = i }, InnerStep = i < 7 ? 100 : 0, InnerSteps = 100, Accuracy = i < 7 ? 0.95 : null })],
    };

    private static StudyStatus Status(string name) => Samples.Status(StudyState.Running) with
    {
        Name = name,
        OuterStep = 0,
        LastStep = [],
        BestOuterStep = null,
        BestValidationAccuracy = null,
        GradientSteps = 0,
        EstimatedRemaining = null,
    };

    private static HyperparameterReading Reading(HyperparameterKind kind, int window, double value) => new() { Kind = kind, Window = window, Value = value, NextValue = value, StepSize = 0.1 };

    private static ReplicaStatus Run(int replica, ReplicaState state) => new() { Key = new() { Study = "quickstart", Kind = WorkKind.Hypergradient, OuterStep = 2, Replica = replica }, Attempt = 1, State = state };

    private static ImmutableArray<StudyEvent> Events(params string[] messages) =>
        [.. messages.Select((message, i) => new StudyEvent { Sequence = i + 1, At = At.AddSeconds(75 * i), Kind = StudyEventKind.ReplicaFinished, Message = message })];
}
