using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;

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
            return order.Key.Kind == WorkKind.Hypergradient
                ? FindHypergradient(order, lease.Data, Forward, own, control.Stopping)
                : Retrain(order, lease.Data, Forward, own, control.Stopping);
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
        HyperparameterSchedules schedules = SpecificationTranslation.Schedules(order.Schedule);
        RunSeeds seeds = new(study.Seeds.Base, order.Key.Replica, order.Key.OuterStep);
        HypergradientResult result = HypergradientRun.Execute(
            setting, schedules, kind => SpecificationTranslation.IsLearned(study, kind), seeds, order.AboveChanceBefore, report, checkpoints, cancellationToken);
        return new(Outcome(result.Ending), result.Reason)
        {
            Hypergradient = result.Hypergradient,
            Loss = result.Validation.Loss,
            Accuracy = result.Validation.Accuracy,
            AboveChance = result.AboveChance,
            InnerSteps = result.Steps,
            GradientSteps = result.GradientSteps,
        };
    }

    private static WorkResult Retrain(WorkOrder order, DeviceData data, Action<RunPosition> report, RunCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        StudySpecification study = order.Specification;
        TrainingSetting setting = SpecificationTranslation.Setting(study, data, SpecificationTranslation.RetrainHorizon(study));
        RunSeeds seeds = new(study.Seeds.Base, order.Key.Replica, RetrainingStep);
        RetrainingResult result = RetrainingRun.Execute(setting, SpecificationTranslation.Schedules(order.Schedule), seeds, report, checkpoints, cancellationToken);
        return new(Outcome(result.Ending), result.Reason)
        {
            Loss = result.Test.Loss,
            Accuracy = result.Test.Accuracy,
            InnerSteps = result.Steps,
            GradientSteps = result.GradientSteps,
        };
    }

    private static RunOutcome Outcome(RunEnding ending) => ending switch
    {
        RunEnding.Completed => RunOutcome.Completed,
        RunEnding.Diverged => RunOutcome.Diverged,
        _ => RunOutcome.Collapsed,
    };
}
