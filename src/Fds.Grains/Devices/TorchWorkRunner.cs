using Fds.Contracts.Devices;
using Fds.Contracts.Faults;
using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Core.Adjoints;
using Fds.Core.Datasets;
using Fds.Core.Greedy;
using Fds.Core.Runtime;
using Fds.Core.Training;
using Fds.Grains.DataFiles;
using Fds.Grains.Hosting;
using Fds.Grains.Planning;
using Fds.Studies.Numerics;
using Fds.Studies.Work;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace Fds.Grains.Devices;

/// <summary>Carries out work orders with the numerics.</summary>
internal sealed partial class TorchWorkRunner(DatasetCache datasets, ModelFiles models, IStudyFiles files, WorkCheckpoints checkpoints, IOptions<FdsSiloOptions> options, ILogger<TorchWorkRunner> log) : IWorkRunner
{
    /// <summary>Separates the random numbers of retraining from those of outer steps. All schedules that retraining compares share them.</summary>
    private const int RetrainingStep = -1;

    /// <summary>Separates the random numbers of the runs that choose among candidates, in the same way.</summary>
    private const int ConfirmingStep = -4;

    /// <summary>Separates the random numbers of the runs that find a start, in the same way.</summary>
    private const int StartingStep = -5;

    private const int StartingAgainStep = -6;

    public void Prepare(DeviceSlot slot)
    {
        TorchRuntime.EnsureLoads();
        TensorMemory.Keep();
        TorchRuntime.UseThreads(slot.Threads);
        bool isRepeatable = AcceleratorArithmetic.Choose(options.Value.Tf32);
        if (slot.Pool == Pools.Cuda)
        {
            PrepareCard(slot, isRepeatable);
        }
    }

    /// <summary>Creates the card's context first, because the context takes memory that belongs to no run.</summary>
    private void PrepareCard(DeviceSlot slot, bool isRepeatable)
    {
        if (!isRepeatable)
        {
            LogNotRepeatable(slot.Device);
        }

        torch.ones(1, device: torch.device(slot.Device)).Dispose();
        CardMemory.Here.Begin(slot.Ordinal);
    }

    public WorkResult Run(DeviceSlot slot, WorkOrder order, RunControl control)
    {
        WorkPosition start = WorkPosition.Start;
        void Forward(RunPosition position) => control.Report(start with
        {
            InnerStep = position.Step,
            InnerSteps = position.Horizon,
            LiveColumns = position.LiveColumns,
            Loss = position.Loss,
            Spent = position.Cost,
        });
        StudySpecification study = order.Specification;
        bool quadratic = SpecificationTranslation.IsQuadratic(study);
        string? model = null;
        if (WhyNotBrought(study, control.Stopping) is { } missing)
        {
            return new(RunOutcome.Unreadable, missing);
        }

        using Loan<DeviceData> loan = datasets.Borrow(study.Data, slot.Device);
        try
        {
            order = order with { Specification = study = models.Locate(study) };
            model = SpecificationTranslation.Identity(study);
            if (order.Model is { } begun && begun != model)
            {
                throw new ModelFileException($"model.path is {study.Model.Path!.Split('/')[^1]}: the file on this silo ({model}) is another than the one that the study began with ({begun}). Put that file back, or submit another study.");
            }

            // Admission may not have seen the data. A study that cannot be completed must not begin to learn.
            if (StudyFeasibility.Complaint(study, quadratic ? DataShape.None : DataShape.Of(loan.Value.Dataset)) is { } infeasible)
            {
                return new(RunOutcome.Refused, infeasible);
            }

            IProblemRuns Runs(long free) => new ProblemRuns(study, slot.Device, () => loan.Value, free);
            TrailPlan? Trail(long free) => Differentiates(order) ? Runs(free).Trail(SpecificationTranslation.OuterHorizon(study, order.Key.OuterStep)) : null;
            return MemoryRetry.Run(slot.FreeForStates, Trail, free => Attempt(Runs(free), Trail(free)), (states, reason) => LogFewerStates(slot.Key, order.Key, states?.Memory.ToString() ?? "None", reason));
        }
        catch (FdsException e) when (e is DatasetException or MemoryException or ModelFileException)
        {
            return new(RunOutcome.Unreadable, FaultText.OneLine(e.Message));
        }
        catch (FdsException e) when (e is not HandoverException)
        {
            return new(RunOutcome.Refused, FaultText.OneLine(e.Message));
        }

        WorkResult Attempt(IProblemRuns runs, TrailPlan? trail)
        {
            if (!quadratic)
            {
                RunMemory.Require(study, loan.Value, slot, carriesTangents: order.Key.Kind == WorkKind.Hypergradient && trail is null);
                control.Report(start = start with { Data = order.TellData ? DataFacts.Of(loan.Value, model) : null });
            }

            void GoOnFrom(int step, double spent)
            {
                int done = trail is null ? step : (int)Math.Min(trail.Horizon, trail.Horizon * spent / trail.Cost(SpecificationTranslation.Curvature(study).CostOfStep));
                control.Report(start = start with { InnerStep = done, FirstInnerStep = done, Spent = spent, FirstSpent = spent });
            }

            if (order.CostLimit is { } limit)
            {
                double cost = WorkCost.Of(order, runs.Examples, trail);
                control.Report(start = start with { Cost = cost });
                if (WorkCost.Complaint(order.Key.Kind, cost, limit) is { } complaint)
                {
                    return new(RunOutcome.Unaffordable, complaint) { Cost = cost };
                }
            }

            return Run(order, runs, new(
                SpecificationTranslation.Schedules(study, order.Schedule),
                kind => SpecificationTranslation.IsLearned(study, kind),
                Seeds(order),
                Forward,
                checkpoints.Of(slot, order, control, GoOnFrom),
                control.Stopping));
        }
    }

    /// <summary>Brings the study's files here, on the slot's own thread, which waits for a file of another silo as it does for a disk.</summary>
    /// <returns>Why one of them cannot be had; null where all are here.</returns>
    private string? WhyNotBrought(StudySpecification study, CancellationToken stopping)
    {
        try
        {
            files.Bring(study, stopping).GetAwaiter().GetResult();
            return null;
        }
        catch (DataFileException e)
        {
            return e.Message;
        }
    }

    /// <summary>Keeps the data set, because reading it again can take longer than a slot waits for the others at the end of an outer step.</summary>
    public void GiveBackMemory(DeviceSlot slot) => TensorMemory.GiveBack();

    private WorkResult Run(WorkOrder order, IProblemRuns runs, RunRequest request)
    {
        StudySpecification study = order.Specification;
        Horizon outerStep = SpecificationTranslation.OuterHorizon(study, order.Key.OuterStep);
        return order.Key.Kind switch
        {
            WorkKind.Hypergradient => Result(runs.Hypergradient(outerStep, request, SpecificationTranslation.Shard(study, order.Key.Shard), order.AboveChanceBefore)) with { Computation = runs.Computation(outerStep) },
            WorkKind.Fluctuation => Result(runs.Fluctuation(outerStep, request)) with { Computation = runs.Computation(outerStep) },
            WorkKind.Trial => Try(order, runs, request),
            WorkKind.Confirm or WorkKind.Start or WorkKind.StartAgain => Result(runs.Trial(SpecificationTranslation.LastHorizon(study), request, segment: null)),
            _ => Result(runs.Retrain(SpecificationTranslation.RetrainHorizon(study), request)),
        };
    }

    private WorkResult Try(WorkOrder order, IProblemRuns runs, RunRequest request)
    {
        StudySpecification study = order.Specification;
        TrialOrder trial = order.Trial!;
        TrialSteps steps = TrialTranslation.Steps(study, trial, runs.Examples);
        if (study.Method.IsGreedy())
        {
            int retraining = SpecificationTranslation.Steps(study, SpecificationTranslation.RetrainHorizon(study), runs.Examples);
            return Result(runs.Greedy(Horizon.OfSteps(steps.Horizon), request, GreedyTranslation.Settings(study, trial, retraining)));
        }

        return Result(runs.Trial(Horizon.OfSteps(steps.Horizon), request, TrialTranslation.Segment(order, steps, other => checkpoints.StateOf(study.Name, other))));
    }

    private static bool Differentiates(WorkOrder order) => order.Key.Kind is WorkKind.Hypergradient or WorkKind.Fluctuation;

    private static RunSeeds Seeds(WorkOrder order) => order.Trial is not null ? TrialTranslation.Seeds(order) : new(
        order.Specification.Seeds.Base,
        order.Key.Replica,
        order.Key.Kind switch
        {
            WorkKind.Confirm => ConfirmingStep,
            WorkKind.Start => StartingStep,
            WorkKind.StartAgain => StartingAgainStep,
            _ when Differentiates(order) => order.Key.OuterStep,
            _ => RetrainingStep,
        });

    private static WorkResult Result(HypergradientResult result) => Result((RunResult)result) with
    {
        Hypergradient = result.Hypergradient,
        Sensitivity = result.StepHypergradients?.InContract(),
        Columns = result.Columns,
        ProductsClamped = result.ProductsClamped,
        AboveChance = result.AboveChance,
    };

    private static WorkResult Result(FluctuationResult result) => Result((RunResult)result) with
    {
        Hypergradient = result.Hypergradient,
        GreedyHypergradient = result.GreedyHypergradient,
    };

    private static WorkResult Result(GreedyResult result) => Result((RunResult)result) with { Schedule = GreedyTranslation.Values(result.Trajectory) };

    private static WorkResult Result(RunResult result) => new(Outcome(result.Ending), result.Reason)
    {
        Loss = result.Evaluation.Loss,
        Accuracy = result.Evaluation.Accuracy,
        PriorLoss = result.PriorLoss,
        Measurements = MeasurementTranslation.InContract(result.Measurements),
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
