using Fds.Contracts.Studies;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Trials;

namespace Fds.Studies.Views;

/// <summary>How much of its learning a study has completed.</summary>
internal static class StudyProgress
{
    /// <summary>The share of outer steps, trials, members or runs that are done, or of the budget of gradient steps where that is larger, in [0, 1].</summary>
    public static double Of(StudyRecord state)
    {
        if (state.Phase is StudyPhase.Confirming or StudyPhase.Retraining or StudyPhase.Finished)
        {
            return 1;
        }

        StudySpecification study = state.Specification;
        double planned = state.Phase switch
        {
            StudyPhase.Starting => 0,
            StudyPhase.Search => Share(state.TrialCount, TrialSearch.MostTrials(study)),
            StudyPhase.Population => Share(state.Members.Sum(member => member.Status.OuterStep), study.Population.Members * study.Outer.Steps),
            StudyPhase.Methods => Share(state.Members.Count(HasEnded), state.Members.Count),
            StudyPhase.Measuring => Settled(state),
            _ => Share(state.OuterStep + Settled(state), study.Outer.Steps),
        };
        return Math.Min(1, Math.Max(planned, Share(state.Learning.GradientSteps, study.Budget.GradientSteps)));
    }

    private static bool HasEnded(PopulationMember member) => member.Status.State is not (StudyState.None or StudyState.Running or StudyState.Paused);

    private static double Settled(StudyRecord state) => Share(state.Work.Count(item => item.IsSettled), state.Work.Count);

    private static double Share(double done, double? planned) => planned > 0 ? done / planned.Value : 0;
}
