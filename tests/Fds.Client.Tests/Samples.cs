using System.Collections.Immutable;
using Fds.Client.Results;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;

namespace Fds.Client.Tests;

/// <summary>A small study, its status and its result, in round figures.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a result into a folder that is its study's.</summary>
    public static void Write(StudyResult result, string folder) => ResultFolder.Claim(folder, result.Submission, new(Force: false, Anew: false, ClaimMode.Replace)).Write(result);

    public static StudyEvent Event(long sequence, StudyEventKind kind, StudyStatus? status = null) =>
        new() { Sequence = sequence, At = At, Kind = kind, Message = $"event {sequence}", Status = status };

    public static ClusterOverview Cluster() => new()
    {
        At = At,
        Silos = [new() { Name = "silo-a", Address = "10.0.0.1:1@1", Status = "Active" }],
        Pools =
        [
            new()
            {
                Pool = "cuda",
                Devices =
                [
                    new()
                    {
                        Device = "silo-a/0", Pool = "cuda", Silo = "10.0.0.1:1@1", Attempt = 2, Hardware = "cuda:0", Threads = 1, MemoryBytes = 80L << 30, RunningSeconds = 75,
                        Current = new() { Study = "sample", Kind = WorkKind.Hypergradient, OuterStep = 2, Replica = 1, Shard = 1 },
                    },
                    new() { Device = "silo-a/1", Pool = "cuda", Silo = "10.0.0.1:1@1", Hardware = "cuda:1", Threads = 1 },
                ],
                Queue =
                [
                    new() { Study = "other", Kind = WorkKind.RetrainLearned, OuterStep = 0, Replica = 0 },
                    new() { Study = "other", Kind = WorkKind.RetrainBest, OuterStep = 0, Replica = 0 },
                ],
                QueueLength = 2,
            },
        ],
    };

    public static StudyStatus Status(StudyState state) => new()
    {
        Name = "sample",
        State = state,
        Phase = StudyPhase.OuterLoop,
        OuterStep = 1,
        OuterSteps = 4,
        SubmittedAt = At,
        UpdatedAt = At,
        Hyperparameters = [Reading(HyperparameterKind.LearningRate, 0, 0.2), Reading(HyperparameterKind.LearningRate, 1, 0.05), Reading(HyperparameterKind.Momentum, 0, 0.5)],
        LastStep = [Reading(HyperparameterKind.LearningRate, 0, 0.1) with { Hypergradient = -0.25, StandardError = 0.05, SignalToNoise = 5, SignAgreement = 1, AtRange = true, ProductsClamped = 0.125 }],
        Replicas =
        [
            Replica(0, ReplicaState.Running) with { InnerStep = 30, InnerSteps = 100, StepsPerSecond = 12.5, LiveColumns = 3, Loss = 0.75, Device = "local/0" },
            Replica(1, ReplicaState.Collapsed) with { Reason = "the network predicts the same for every example" },
        ],
        BestOuterStep = 0,
        BestValidationAccuracy = 0.9,
        GradientSteps = 1234,
        Learning = Cost(1200),
        EstimatedRemaining = TimeSpan.FromSeconds(75),
    };

    public static StudyResult Result() => new()
    {
        Submission = new() { File = "apiVersion: fds/v1\n", Specification = Specification() },
        Status = Status(StudyState.Succeeded) with { BestOuterStep = 0 },
        OuterSteps = [Step()],
        Learned = new() { LearningRate = [0.2, 0.05], Momentum = [0.5], WeightDecay = [0] },
        BestOuterStep = 0,
        Best = new() { LearningRate = [0.1, 0.1], Momentum = [0], WeightDecay = [0] },
        Retrainings =
        [
            Retraining(RetrainedSchedule.Learned, 0, 0.9), Retraining(RetrainedSchedule.Learned, 1, 0.92),
            Retraining(RetrainedSchedule.Best, 0, double.NaN) with { State = ReplicaState.Diverged, Reason = "not finite, \"by\" step 3" },
        ],
        Seconds = 12.5,
        Device = "cpu",
        Versions = ImmutableDictionary<string, string>.Empty.Add("fds", "0.1.0"),
        Methods =
        [
            Method(StudyMethod.Fds, 1200, Point(0, 200, 0.5), Point(1, 1000, 0.25)) with
            {
                Retrainings =
                [
                    Retraining(RetrainedSchedule.Learned, 0, 0.9), Retraining(RetrainedSchedule.Learned, 1, 0.92),
                    Retraining(RetrainedSchedule.Best, 0, double.NaN) with { State = ReplicaState.Diverged, Reason = "not finite, \"by\" step 3" },
                ],
            },
        ],
    };

    /// <summary>The sample with two methods more: one that reaches what fds does after twice its cost, and one that never does.</summary>
    public static StudyResult Compared()
    {
        StudyResult result = Result();
        MethodResult random = Method(StudyMethod.Random, 4000, Point(0, 100, 0.75), Point(1, 2000, 0.25), Point(2, 4000, 0.125)) with
        {
            Trials =
            [
                Trial(0, ReplicaState.Completed, 0.75), Trial(1, ReplicaState.Completed, 0.25), Trial(3, ReplicaState.Diverged, double.NaN) with { Reason = "not finite" },
                Trial(2, ReplicaState.Completed, 0.125),
            ],
            Retrainings = [Retraining(RetrainedSchedule.Learned, 0, 0.8)],
        };
        return result with { Methods = [.. result.Methods, random, Method(StudyMethod.Hd, 500, Point(0, 500, 0.375))] };
    }

    private static MethodResult Method(StudyMethod method, double cost, params MethodEvaluation[] curve) => new()
    {
        Method = method,
        Study = $"sample-{method.Word()}",
        State = StudyState.Succeeded,
        ValidationLoss = curve.Min(point => point.ValidationLoss),
        ValidationAccuracy = 1 - curve.Min(point => point.ValidationLoss),
        Schedule = new() { LearningRate = [0.2, 0.05], Momentum = [0.5], WeightDecay = [0] },
        Cost = Cost(cost),
        Curve = [.. curve],
    };

    private static MethodEvaluation Point(int number, double cost, double loss) =>
        new() { Number = number, Spent = Cost(cost), ValidationLoss = loss, ValidationAccuracy = 1 - loss, BestLoss = loss, BestAccuracy = 1 - loss };

    private static MethodCost Cost(double gradientSteps) => new() { GradientSteps = gradientSteps, DeviceSeconds = gradientSteps / 100, Seconds = gradientSteps / 200 };

    private static TrialRecord Trial(int number, ReplicaState state, double loss) => new()
    {
        Number = number,
        State = state,
        Values = [0.5],
        Share = 1,
        InnerSteps = 5,
        ValidationLoss = loss,
        ValidationAccuracy = 1 - loss,
        GradientSteps = 5,
        Seconds = 0.5,
        Device = "local/1",
    };

    private static StudySpecification Specification()
    {
        HyperparameterSpecification kind = new() { Initial = [0], Step = 0.1, Minimum = 0, Maximum = 1 };
        return new()
        {
            Name = "sample",
            Data = new() { Name = "glyphs" },
            Model = new() { Name = "mlp" },
            Inner = new() { BatchSize = 64, Steps = 5 },
            Hyperparameters = new() { LearningRate = kind, Momentum = kind, WeightDecay = kind },
            Outer = new() { Steps = 4 },
        };
    }

    private static OuterStepRecord Step() => new()
    {
        Index = 0,
        InnerSteps = 5,
        Readings = [Reading(HyperparameterKind.LearningRate, 0, 0.1) with { NextValue = 0.2, Hypergradient = -0.25, StandardError = 0.05, SignalToNoise = 5, SignAgreement = 1, ProductsClamped = 0.125 }],
        Measurements = new() { GradientClamped = 0.0625 },
        Schedule = new() { LearningRate = [0.1, 0.1], Momentum = [0], WeightDecay = [0] },
        Contributing = 1,
        Replicas = [Replica(0, ReplicaState.Completed) with { Accuracy = 0.875, ValidationLoss = 0.5, GradientSteps = 100, Seconds = 2, InnerSteps = 5, Device = "local/0" }, Replica(1, ReplicaState.Collapsed) with { Reason = "one class only" }],
        ValidationLoss = 0.5,
        ValidationAccuracy = 0.875,
        PriorLoss = 2.25,
        GradientSteps = 200,
        Seconds = 2.5,
    };

    private static RetrainRecord Retraining(RetrainedSchedule schedule, int seed, double accuracy) => new()
    {
        Schedule = schedule,
        Seed = seed,
        State = ReplicaState.Completed,
        TestLoss = 0.25,
        TestAccuracy = accuracy,
        InnerSteps = 5,
        GradientSteps = 7,
        Seconds = 1,
    };

    private static HyperparameterReading Reading(HyperparameterKind kind, int window, double value) => new() { Kind = kind, Window = window, Value = value, NextValue = value, StepSize = 0.1 };

    private static ReplicaStatus Replica(int replica, ReplicaState state) =>
        new() { Key = new() { Study = "sample", Kind = WorkKind.Hypergradient, OuterStep = 0, Replica = replica }, Attempt = 1, State = state };
}
