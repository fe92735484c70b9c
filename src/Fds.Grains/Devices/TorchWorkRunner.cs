using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Core.Datasets;
using Fds.Core.Greedy;
using Fds.Core.Quadratics;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using CoreKind = Fds.Core.Schedules.HyperparameterKind;

namespace Fds.Grains.Devices;

/// <summary>Carries out work orders with the numerics.</summary>
internal sealed class TorchWorkRunner(DatasetCache datasets, WorkCheckpoints checkpoints) : IWorkRunner
{
    /// <summary>Retraining draws its randomness apart from every outer step, and the same for every schedule it compares.</summary>
    private const int RetrainingStep = -1;

    public void Prepare(DeviceSlot slot)
    {
        TorchRuntime.EnsureLoads();
        TensorMemory.Keep();
        TorchRuntime.UseThreads(slot.Threads);
    }

    public WorkResult Run(DeviceSlot slot, WorkOrder order, RunControl control)
    {
        int first = 0;
        void Forward(RunPosition position) => control.Report(new(position.Step, position.Horizon, position.LiveColumns, position.Loss) { FirstInnerStep = first });
        void GoOnFrom(int step) => control.Report(WorkPosition.Start with { InnerStep = first = step, FirstInnerStep = step });
        RunCheckpoints own = checkpoints.Of(slot, order, control, GoOnFrom);
        using DatasetCache.Lease lease = datasets.Borrow(order.Specification.Data, slot.Device);
        try
        {
            bool quadratic = SpecificationTranslation.IsQuadratic(order.Specification);
            return WorkCost.Complaint(order, quadratic ? 0 : lease.Data.Training.Count) is { } complaint ? new(RunOutcome.Unaffordable, complaint)
                : quadratic ? RunQuadratic(slot, order, Forward, control.Stopping)
                : order.Key.Kind switch
                {
                    WorkKind.Hypergradient => FindHypergradient(order, lease.Data, Forward, own, control.Stopping),
                    WorkKind.Trial => Try(order, lease.Data, Forward, own, control.Stopping),
                    WorkKind.Fluctuation => Measure(order, lease.Data, Forward, own, control.Stopping),
                    _ => Retrain(order, lease.Data, Forward, own, control.Stopping),
                };
        }
        catch (FdsException e)
        {
            return new(RunOutcome.Refused, e.Message);
        }
    }

    /// <summary>The data set stays: reading it again can take longer than a slot waits for the others at the end of an outer step.</summary>
    public void GiveBackMemory(DeviceSlot slot) => TensorMemory.GiveBack();

    private static WorkResult FindHypergradient(WorkOrder order, DeviceData data, Action<RunPosition> report, RunCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        StudySpecification study = order.Specification;
        TrainingSetting setting = SpecificationTranslation.Setting(study, data, SpecificationTranslation.OuterHorizon(study, order.Key.OuterStep));
        return Result(HypergradientRun.Execute(
            setting,
            SpecificationTranslation.Schedules(order.Schedule),
            kind => SpecificationTranslation.IsLearned(study, kind),
            Seeds(order),
            order.AboveChanceBefore,
            report,
            checkpoints,
            SpecificationTranslation.Shard(study, order.Key.Shard),
            cancellationToken));
    }

    private static WorkResult Measure(WorkOrder order, DeviceData data, Action<RunPosition> report, RunCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        StudySpecification study = order.Specification;
        TrainingSetting setting = SpecificationTranslation.Setting(study, data, SpecificationTranslation.OuterHorizon(study, order.Key.OuterStep));
        return Result(FluctuationRun.Execute(
            setting, SpecificationTranslation.Schedules(order.Schedule), kind => SpecificationTranslation.IsLearned(study, kind), Seeds(order), report, checkpoints, cancellationToken));
    }

    private WorkResult Try(WorkOrder order, DeviceData data, Action<RunPosition> report, RunCheckpoints own, CancellationToken cancellationToken)
    {
        StudySpecification study = order.Specification;
        int training = data.Training.Count - ValidationSplit.SizeOf(data.Training.Count, study.Data.ValidationFraction);
        int horizon = TrialTranslation.Steps(study, order.Trial!, training);
        TrainingSetting setting = SpecificationTranslation.Setting(study, data, Horizon.OfSteps(horizon));
        if (study.Method.IsGreedy())
        {
            int retraining = SpecificationTranslation.RetrainHorizon(study).StepsOver(data.Training.Count, study.Inner.BatchSize);
            return Result(GreedyRun.Execute(setting, GreedyTranslation.Settings(study, order.Trial!, retraining), TrialTranslation.Seeds(order), report, own, cancellationToken));
        }

        TrialSegment? segment = TrialTranslation.Segment(order, horizon, trial => checkpoints.StateOf(study.Name, trial));
        return Result(TrialRun.Execute(setting, SpecificationTranslation.Schedules(order.Schedule), TrialTranslation.Seeds(order), segment, report, own, cancellationToken));
    }

    private static WorkResult Retrain(WorkOrder order, DeviceData data, Action<RunPosition> report, RunCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        StudySpecification study = order.Specification;
        TrainingSetting setting = SpecificationTranslation.Setting(study, data, SpecificationTranslation.RetrainHorizon(study));
        return Result(RetrainingRun.Execute(setting, SpecificationTranslation.Schedules(order.Schedule), Seeds(order), report, checkpoints, cancellationToken));
    }

    /// <summary>The analytic problem has no data to borrow and takes well under a millisecond per inner step.</summary>
    private WorkResult RunQuadratic(DeviceSlot slot, WorkOrder order, Action<RunPosition> report, CancellationToken cancellationToken)
    {
        StudySpecification study = order.Specification;
        torch.Device device = torch.device(slot.Device);
        HyperparameterSchedules schedules = SpecificationTranslation.Schedules(order.Schedule);
        if (order.Trial is { } trial)
        {
            int horizon = TrialTranslation.Steps(study, trial, training: 1);
            QuadraticSetting setting = SpecificationTranslation.Quadratic(study, device, Horizon.OfSteps(horizon));
            if (study.Method.IsGreedy())
            {
                int retraining = SpecificationTranslation.RetrainHorizon(study).StepsOver(1, 1);
                return Result(QuadraticRun.Greedy(setting, GreedyTranslation.Settings(study, trial, retraining), TrialTranslation.Seeds(order), report, cancellationToken));
            }

            TrialSegment? segment = TrialTranslation.Segment(order, horizon, other => checkpoints.StateOf(study.Name, other));
            return Result(QuadraticRun.Trial(setting, schedules, TrialTranslation.Seeds(order), segment, report, cancellationToken));
        }

        QuadraticSetting outerStep = SpecificationTranslation.Quadratic(study, device, SpecificationTranslation.OuterHorizon(study, order.Key.OuterStep));
        bool IsLearned(CoreKind kind) => SpecificationTranslation.IsLearned(study, kind);
        if (order.Key.Kind == WorkKind.Fluctuation)
        {
            return Result(QuadraticRun.Fluctuation(outerStep, schedules, IsLearned, Seeds(order), report, cancellationToken));
        }

        if (order.Key.Kind != WorkKind.Hypergradient)
        {
            return Result(QuadraticRun.Retrain(
                SpecificationTranslation.Quadratic(study, device, SpecificationTranslation.RetrainHorizon(study)), schedules, Seeds(order), report, cancellationToken));
        }

        return Result(QuadraticRun.Hypergradient(outerStep, schedules, IsLearned, Seeds(order), SpecificationTranslation.Shard(study, order.Key.Shard), report, cancellationToken));
    }

    private static RunSeeds Seeds(WorkOrder order) =>
        new(order.Specification.Seeds.Base, order.Key.Replica, order.Key.Kind is WorkKind.Hypergradient or WorkKind.Fluctuation ? order.Key.OuterStep : RetrainingStep);

    private static WorkResult Result(HypergradientResult result) => new(Outcome(result.Ending), result.Reason)
    {
        Hypergradient = result.Hypergradient,
        Columns = result.Columns,
        Loss = result.Validation.Loss,
        Accuracy = result.Validation.Accuracy,
        AboveChance = result.AboveChance,
        InnerSteps = result.Steps,
        GradientSteps = result.GradientSteps,
    };

    private static WorkResult Result(FluctuationResult result) => new(Outcome(result.Ending), result.Reason)
    {
        Hypergradient = result.Hypergradient,
        GreedyHypergradient = result.GreedyHypergradient,
        Loss = result.Validation.Loss,
        Accuracy = result.Validation.Accuracy,
        InnerSteps = result.Steps,
        GradientSteps = result.GradientSteps,
    };

    private static WorkResult Result(RetrainingResult result) => new(Outcome(result.Ending), result.Reason)
    {
        Loss = result.Test.Loss,
        Accuracy = result.Test.Accuracy,
        InnerSteps = result.Steps,
        GradientSteps = result.GradientSteps,
    };

    private static WorkResult Result(GreedyResult result) => new(Outcome(result.Ending), result.Reason)
    {
        Loss = result.Validation.Loss,
        Accuracy = result.Validation.Accuracy,
        InnerSteps = result.Steps,
        GradientSteps = result.GradientSteps,
        Schedule = GreedyTranslation.Values(result.Trajectory),
    };

    private static WorkResult Result(TrialResult result) => new(Outcome(result.Ending), result.Reason)
    {
        Loss = result.Validation.Loss,
        Accuracy = result.Validation.Accuracy,
        InnerSteps = result.Steps,
        GradientSteps = result.GradientSteps,
    };

    private static RunOutcome Outcome(RunEnding ending) => ending switch
    {
        RunEnding.Completed => RunOutcome.Completed,
        RunEnding.Diverged => RunOutcome.Diverged,
        _ => RunOutcome.Collapsed,
    };
}
