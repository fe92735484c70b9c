using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Studies.Work;

/// <summary>The cost so far, in gradient steps, device time and wall time, and what is left of the budget. Failed work is charged as well.</summary>
internal sealed class CostLedger(StudyContext study)
{
    private TimeSpan since = study.Now.Uptime;

    private StudyRecord Record => study.Record;

    /// <summary>Seconds of the work at hand, up to now.</summary>
    public double StepSecondsByNow => Record.StepSeconds + (study.Now.Uptime - since).TotalSeconds;

    /// <summary>The charged cost, plus the cost of the current runs at their last heartbeats.</summary>
    public MethodCost SpentByNow
    {
        get
        {
            MethodCost spent = Record.Learning;
            foreach (WorkItem item in Record.Work.Where(item => !item.IsSettled))
            {
                if (study.Heartbeats.Last(item.Key) is { } last)
                {
                    spent = spent with { GradientSteps = spent.GradientSteps + item.Unpaid(last.FirstSpent, last.Spent), DeviceSeconds = spent.DeviceSeconds + last.Seconds };
                }
            }

            return spent;
        }
    }

    /// <summary>Why the budget is used up; null where it is not.</summary>
    public string? OverBudget
    {
        get
        {
            BudgetSpecification budget = study.Specification.Budget;
            if (Record.Learning.GradientSteps >= budget.GradientSteps - Reserve)
            {
                return $"the budget of {budget.GradientSteps:G} gradient steps is used up";
            }

            return budget.WallClock is { } limit && StudyClock.Read(Record, study.Now.Utc) >= limit ? $"the budget of {limit} is used up" : null;
        }
    }

    /// <summary>The reserve for confirmation while a study learns.</summary>
    private double Reserve => Record.Phase is StudyPhase.OuterLoop or StudyPhase.Starting ? study.Plans.Confirmation.Reserve : 0;

    /// <summary>Begins the account of new work.</summary>
    public void BeginStep()
    {
        Record.StepGradientSteps = 0;
        Record.StepSeconds = 0;
        since = study.Now.Uptime;
    }

    /// <summary>Restarts the timing without counting the time that has passed.</summary>
    public void SkipTime() => since = study.Now.Uptime;

    /// <summary>Moves the time since the last call into the stored totals. The time of a study that does not run is not counted.</summary>
    public void KeepTime()
    {
        if (study.IsRunning)
        {
            double seconds = (study.Now.Uptime - since).TotalSeconds;
            Record.StepSeconds += seconds;
            Record.Seconds += seconds;
            if (Record.Phase != StudyPhase.Retraining)
            {
                Record.Learning = Record.Learning with { Seconds = Record.Learning.Seconds + seconds };
            }
        }

        since = study.Now.Uptime;
    }

    /// <summary>Charges an attempt's cost, whatever its outcome. Retraining does not count as learning.</summary>
    /// <param name="item">The work.</param>
    /// <param name="firstSpent">Cost of the work at the attempt's starting point, in gradient steps.</param>
    /// <param name="spent">Cost of the work at the attempt's current point, in gradient steps.</param>
    /// <param name="seconds">Device time.</param>
    /// <returns>What is charged, in gradient steps.</returns>
    public double Pay(WorkItem item, double firstSpent, double spent, double seconds)
    {
        KeepTime();
        double unpaid = item.Unpaid(firstSpent, spent);
        item.PaidUpTo = Math.Max(item.PaidUpTo, spent);
        Record.StepGradientSteps += unpaid;
        Spend(unpaid, seconds, onLearning: Record.Phase != StudyPhase.Retraining);
        return unpaid;
    }

    /// <summary>Charges the study with a cost that does not belong to its current work.</summary>
    public void Spend(double gradientSteps, double seconds, bool onLearning)
    {
        Record.GradientSteps += gradientSteps;
        if (onLearning)
        {
            Record.Learning = Record.Learning with
            {
                GradientSteps = Record.Learning.GradientSteps + gradientSteps,
                DeviceSeconds = Record.Learning.DeviceSeconds + seconds,
            };
        }
    }

    /// <summary>Charges the study for dropped runs, with their cost at their last heartbeat.</summary>
    public void PayForWhatRuns()
    {
        KeepTime();
        foreach (WorkItem item in Record.Work.Where(item => item.State == ReplicaState.Running))
        {
            if (study.Heartbeats.Last(item.Key) is { } last)
            {
                Pay(item, last.FirstSpent, last.Spent, last.Seconds);
            }
        }
    }

    /// <summary>Divides the rest of the budget among the current replicas or runs.</summary>
    public void LimitWork(int parts)
    {
        double? left = study.Specification.Budget.GradientSteps - Reserve - Record.Learning.GradientSteps;
        Record.Work.ForEach(item => item.CostLimit = left / parts);
    }

    /// <summary>Gives work that has not begun its share of the budget's raise. Orders with the old limit are fenced off.</summary>
    /// <param name="raise">Gradient steps.</param>
    /// <param name="parts">Among how many replicas or runs it is divided.</param>
    public void RaiseLimits(double raise, int parts)
    {
        foreach (WorkItem item in Record.Work.Where(item => !item.IsSettled && !item.IsBound))
        {
            item.CostLimit += raise / parts;
            item.Redispatch("the budget is raised");
            study.Orders.Drop();
        }
    }
}
