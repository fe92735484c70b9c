using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Views;

namespace Fds.Studies.Plans.Children;

/// <summary>A population: perturbed copies of the best member replace the worst, and the best one's outer loop becomes this study's.</summary>
internal sealed class PopulationPlan(StudyContext study) : ChildrenPlan(study)
{
    public override string Scope => Study.Plans.Learning.Scope;

    protected override StudyEventKind Change => StudyEventKind.PopulationChanged;

    public override void Begin()
    {
        Record.Phase = StudyPhase.Population;
        Record.Work = [];
        Study.Life.BeginSpan();
        for (int member = 0; member < Study.Specification.Population.Members; member++)
        {
            Record.Members.Add(new()
            {
                Status = new() { Study = Population.Name(Study.Name, member, 0), Member = member, Generation = 0 },
                Start = Population.Start(Study.Specification, member),
            });
        }
    }

    public override string? WhyNotExtended(StudyExtension extension) => Record.Phase == StudyPhase.Population
        ? $"{Study.Name} has a population that is still running: it can be extended once the population has ended"
        : Study.Plans.Learning.WhyNotExtended(extension);

    public override string? WhyItWouldEndAtOnce() => Study.Plans.Learning.WhyItWouldEndAtOnce();

    public override void Extend(StudySpecification before, bool wasActive) => Study.Plans.Learning.Extend(before, wasActive);

    protected override StudySubmission Submission(PopulationMember member) => Population.Study(Record.Submission!, member);

    protected override string? WhyCancelled() => Study.Costs.OverBudget;

    protected override void Conclude(IReadOnlyDictionary<string, StudyResult?> results)
    {
        int generation = Record.Members.Max(member => member.Status.Generation);
        PopulationMember best = Record.Members.Where(member => member.Status.Generation == generation).MaxBy(member => Population.Merit(member.Status))!;
        PopulationMember? winner = Record.Members
            .Where(member => !double.IsNegativeInfinity(Population.Merit(member.Status)))
            .OrderByDescending(member => Population.Merit(member.Status))
            .FirstOrDefault(member => results.GetValueOrDefault(member.Status.Study) is not null);
        if (winner is null)
        {
            Study.Life.End(StudyState.Failed, $"every member of the population was deleted or completed no outer step; {best.Status.Study} is one of them");
        }
        else if (generation + 1 < Population.Generations(Study.Specification).Length && Study.Costs.OverBudget is null)
        {
            BeginGeneration(generation + 1, best, results);
        }
        else
        {
            Study.Events.Emit(Change, $"the best member of the population is {winner.Status.Study}, with a validation loss of {winner.Status.BestValidationLoss:G4}{Figures.Beside(winner.Status.BestValidationAccuracy)}");
            TakeOver(winner, results[winner.Status.Study]!);
        }
    }

    private void BeginGeneration(int generation, PopulationMember best, IReadOnlyDictionary<string, StudyResult?> results)
    {
        List<PopulationMember> before = [.. Record.Members.Where(member => member.Status.Generation == generation - 1)];
        PopulationMember worst = before.MinBy(member => Population.Merit(member.Status))!;
        foreach (PopulationMember member in before)
        {
            bool replaced = member == worst && member != best;
            PopulationMember source = replaced ? best : member;

            // A deleted member starts again from its own starting point.
            ImmutableArray<LearnedValue> values = results.GetValueOrDefault(source.Status.Study) is { } ended
                ? OuterLoop.WithValues(OuterLoop.Initial(Study.Specification), ended.Learned)
                : source.Start;
            Record.Members.Add(new()
            {
                Status = new() { Study = Population.Name(Study.Name, member.Status.Member, generation), Member = member.Status.Member, Generation = generation },
                Start = replaced ? Population.Perturbed(Study.Specification, member.Status.Member, generation, values) : values,
            });
        }

        Study.Events.Emit(Change, $"generation {generation + 1} of the population: {worst.Status.Study} is replaced by a perturbed copy of {best.Status.Study}");
    }

    /// <summary>The best member's outer loop becomes this study's own. The cost up to each step is that of the whole population.</summary>
    private void TakeOver(PopulationMember winner, StudyResult result)
    {
        MemberStatus[] members = [.. Record.Members.Select(member => member.Status)];
        Record.History = [.. result.OuterSteps.Select(step => step with { Spent = Population.Spent(members, winner.Status, step.Spent) })];
        Record.Values = OuterLoop.WithValues(Record.Values, result.Learned);
        Record.OuterStep = result.OuterSteps.Length;
        Record.DeviceKind = result.Device;
        Record.AboveChance = result.OuterSteps.Any(step => !(step.ValidationLoss >= step.PriorLoss));
        Record.Reason = Study.Costs.OverBudget;
        Study.Costs.KeepTime();
        Study.Plans.Retraining.BeginOrSucceed();
    }
}
