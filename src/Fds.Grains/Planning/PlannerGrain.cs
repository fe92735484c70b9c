using Fds.Contracts.Planning;
using Fds.Contracts.Studies;
using Fds.Core;
using Fds.Grains.Admission;
using Orleans.Concurrency;

namespace Fds.Grains.Planning;

/// <summary>Plans studies off the grain's turn, one at a time on each silo.</summary>
[StatelessWorker(1)]
[GrainType("fds-planner")]
internal sealed class PlannerGrain(StudyPlanner planner, StudyAdmission admission) : Grain, IPlannerGrain
{
    public async Task<StudyPlan> Plan(StudySpecification specification)
    {
        await admission.RequirePlannable(specification);
        try
        {
            StudyPlan plan = await Task.Factory.StartNew(() => planner.Plan(specification), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return plan with { Warnings = PlanWarnings.Of(specification, plan) };
        }
        catch (FdsException e)
        {
            throw new StudyRefusedException(e.Message);
        }
    }
}
