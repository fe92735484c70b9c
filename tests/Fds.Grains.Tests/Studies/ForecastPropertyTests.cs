using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Grains.Devices;
using Fds.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Views;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>What is reckoned in closed form is what counting step by step gives, for a few hundred small studies drawn at random.</summary>
public sealed class ForecastPropertyTests
{
    private const int Studies = 300;

    [Fact]
    public void OfReplica_IsWhatCountingStepByStepGives()
    {
        Random random = new(17);
        for (int i = 0; i < Studies; i++)
        {
            StudySpecification study = Draw(random);
            int horizon = Longest(study) + random.Next(40);
            int until = random.Next(horizon + 1);

            Assert.Equal(Counted(study, horizon, until), CostForecast.OfReplica(study, horizon, until), 1e-9);
        }
    }

    [Fact]
    public void Ahead_IsWhatCountingStepByStepGives()
    {
        Random random = new(18);
        for (int i = 0; i < Studies; i++)
        {
            // An epoch has as many inner steps as the longest schedule has windows, so that none of its windows is empty.
            StudySpecification study = Draw(random);
            int perEpoch = Longest(study);
            StudyRecord state = new() { Submission = TestStudies.Submission(study), State = StudyState.Running, OuterStep = random.Next(study.Outer.Steps) };
            if (state.OuterStep > 0)
            {
                state.History.Add(Step(state.OuterStep - 1, perEpoch * Epochs(study, state.OuterStep - 1)));
            }

            double counted = study.Retrain.Seeds * 2.0 * perEpoch * study.Retrain.Epochs!.Value;
            for (int step = state.OuterStep; step < study.Outer.Steps; step++)
            {
                int horizon = perEpoch * Epochs(study, step);
                counted += study.Seeds.Count * Counted(study, horizon, horizon);
            }

            Assert.Equal(counted, CostForecast.Ahead(state, state.History is [var last] ? last.InnerSteps : perEpoch * Epochs(study, 0)), 1e-6);
        }
    }

    /// <summary>Also with fewer inner steps than windows, without any, and with rates at which it would take longer than there is time.</summary>
    [Fact]
    public void Remaining_OfAnyState_IsATimeOrNone()
    {
        Random random = new(19);
        for (int i = 0; i < Studies; i++)
        {
            StudySpecification study = Draw(random);
            StudyRecord state = new()
            {
                Submission = TestStudies.Submission(study with { Budget = new() { GradientSteps = random.Next(2) == 0 ? null : 1e18 } }),
                State = StudyState.Running,
                Phase = Enum.GetValues<StudyPhase>()[random.Next(Enum.GetValues<StudyPhase>().Length)],
                OuterStep = random.Next(study.Outer.Steps + 1),
                StepGradientSteps = Math.Pow(10, random.Next(-12, 12)),
                Learning = new() { GradientSteps = Math.Pow(10, random.Next(-12, 12)), Seconds = Math.Pow(10, random.Next(12)) },
            };
            state.History.AddRange(Enumerable.Range(0, random.Next(2)).Select(step => Step(step, random.Next(4))));
            RunProgress[] live = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Progress(random.Next(5), random.Next(4)))];

            Assert.True(StudyForecast.Remaining(state, live, random.NextDouble()) is null or { Ticks: >= 0 });
        }
    }

    [Fact]
    public void Remaining_WhereItIsLongerThanAnyTime_IsTheLongestTime()
    {
        StudySpecification study = TestStudies.Specification(steps: 10_000, seeds: 1000);
        StudyRecord state = new() { Submission = TestStudies.Submission(study), State = StudyState.Running, OuterStep = 1, StepGradientSteps = 1e-6 };
        state.History.Add(Step(0, 100_000_000));

        Assert.Equal(TimeSpan.MaxValue, StudyForecast.Remaining(state, [], stepSeconds: 1));
    }

    private static double Counted(StudySpecification study, int horizon, int until)
    {
        CurvatureOptions curvature = SpecificationTranslation.Curvature(study);
        if (HypergradientChoice.Expected(study, horizon) is { } trail)
        {
            return CountedInReverse(trail, curvature) * until / horizon;
        }

        Core.Schedules.PerKind<Schedule> schedules = SpecificationTranslation.Schedules(study, OuterLoop.Schedule(OuterLoop.Initial(study)));
        ColumnLayout columns = new(ColumnLayout.All(schedules, kind => SpecificationTranslation.IsLearned(study, kind)), schedules, horizon);
        return Enumerable.Range(0, until).Sum(step => curvature.CostOfStep(columns.LiveAt(step)) + ((SpecificationTranslation.ColumnShards(study) - 1) * Alone(columns.LiveAt(step))));

        // What every further share has: its own gradient, and on part of the mini-batch the pass at fixed weights.
        double Alone(int live) => live > 0 && study.Inner.HessianBatchFraction < 1 ? 1 + study.Inner.HessianBatchFraction : 1;
    }

    /// <summary>Out, then block by block from the last one: again to its last state but one step, and back.</summary>
    private static double CountedInReverse(TrailPlan segments, CurvatureOptions curvature)
    {
        double cost = segments.Horizon * curvature.CostOfStep(0);
        for (int first = (segments.Horizon - 1) / segments.Strides[0] * segments.Strides[0]; first >= 0; first -= segments.Strides[0])
        {
            int block = Math.Min(segments.Strides[0], segments.Horizon - first);
            cost += ((block - 1) * curvature.CostOfStep(0)) + (block * curvature.CostOfStep(1));
        }

        return cost;
    }

    private static StudySpecification Draw(Random random)
    {
        HyperparameterSpecification Kind(bool learn) => new() { Initial = [.. Enumerable.Repeat(0.1, 1 + random.Next(9))], Step = 0.1, Minimum = 0, Maximum = 1, Learn = learn };
        StudySpecification study = TestStudies.Specification(steps: 1 + random.Next(6), seeds: 1 + random.Next(3), retrainings: random.Next(3));
        return study with
        {
            Inner = study.Inner with { Steps = null, Epochs = 1 + random.Next(3), HessianBatchFraction = random.Next(2) == 0 ? 1 : 0.25, Mode = (HypergradientMode)random.Next(3) },
            Outer = study.Outer with { Epochs = [.. Enumerable.Range(0, random.Next(5)).Select(_ => 1 + random.Next(4))] },
            Hyperparameters = new() { LearningRate = Kind(learn: true), Momentum = Kind(random.Next(2) == 0), WeightDecay = Kind(random.Next(2) == 0) },
            Retrain = study.Retrain with { Epochs = 1 + random.Next(3) },
            Resources = study.Resources with { ColumnShards = 1 + random.Next(3) },
        };
    }

    private static int Longest(StudySpecification study) => HyperparameterKinds.OfSgd.Max(kind => study.Hyperparameters[kind].Windows);

    private static int Epochs(StudySpecification study, int step) => SpecificationTranslation.OuterHorizon(study, step).Epochs!.Value;

    private static OuterStepRecord Step(int index, int innerSteps) => new()
    {
        Index = index,
        InnerSteps = innerSteps,
        Readings = [],
        Schedule = new() { LearningRate = [0], Momentum = [0], WeightDecay = [0] },
        Contributing = 1,
        Replicas = [],
        ValidationLoss = 1,
        ValidationAccuracy = 0.5,
        GradientSteps = 1,
        Seconds = 1,
    };

    private static RunProgress Progress(int innerStep, int innerSteps) => new()
    {
        Key = new() { Study = "study", Kind = WorkKind.Hypergradient, OuterStep = 0, Replica = 0 },
        Fence = new() { Attempt = 1, RunId = Guid.Empty },
        Device = "silo/0",
        Silo = "here",
        InnerStep = innerStep,
        InnerSteps = innerSteps,
        StepsPerSecond = 1,
        LiveColumns = 2,
    };
}
