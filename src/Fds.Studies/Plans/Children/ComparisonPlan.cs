using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Views;

namespace Fds.Studies.Plans.Children;

/// <summary>A comparison: each method is a study of its own, over the same space, with its own budget.</summary>
internal sealed class ComparisonPlan(StudyContext study) : ChildrenPlan(study)
{
    public override string Scope => string.Join(", ", Study.Specification.Methods.Select(method => method.Word()));

    protected override StudyEventKind Change => StudyEventKind.MethodChanged;

    /// <summary>What learning with fds cost, once it is over; null before.</summary>
    private double? CostOfFds => Fds is { HasLearned: true } fds ? fds.Status.Learning.GradientSteps : null;

    private PopulationMember? Fds => Record.Members.Find(member => member.Status.Method == StudyMethod.Fds);

    public override void Begin()
    {
        Record.Phase = StudyPhase.Methods;
        Record.Work = [];
        Study.Life.BeginSpan();
        foreach (StudyMethod method in Study.Specification.Methods)
        {
            Record.Members.Add(new()
            {
                Status = new() { Study = Comparison.Name(Study.Name, method), Member = Record.Members.Count, Generation = 0, Method = method },
                Start = [],
            });
        }
    }

    public override string? WhyNotExtended(StudyExtension extension) =>
        $"{Study.Name} compares methods, and each method is a study of its own: extend the method's study instead, e.g. {Record.Members[0].Status.Study}";

    /// <summary>The results of every method so far. For a method whose study is gone, the results that this study remembers.</summary>
    public ImmutableArray<MethodResult> Methods(IReadOnlyDictionary<string, StudyResult?> results) =>
    [
        .. Record.Members.Select(member => results.GetValueOrDefault(member.Status.Study)?.Methods.FirstOrDefault()
            ?? Record.Methods.FirstOrDefault(method => method.Method == member.Status.Method)
            ?? new()
            {
                Method = member.Status.Method,
                Study = member.Status.Study,
                State = member.Status.State,
                Reason = member.GivenUp ?? (member.Status.State == StudyState.None ? "it has not begun" : "it was deleted"),
                Cost = member.Status.Learning,
            }),
    ];

    protected override StudySubmission Submission(PopulationMember member) => Comparison.Study(Record.Submission!, member.Status.Method, CostOfFds);

    protected override bool MayBegin(PopulationMember member) => !Comparison.Waits(Study.Specification, member.Status.Method, CostOfFds);

    protected override void TellOf(PopulationMember member, MemberStatus before) =>
        Study.Events.Emit(Change, $"{member.Status.Method.Word()}: {member.Status.Study} {(Members.IsOut(member) ? "began" : $"ended, {member.Status.State}")}", withStatus: true);

    protected override void Conclude(IReadOnlyDictionary<string, StudyResult?> results)
    {
        Record.Methods = Methods(results);
        if (Fds is { } fds && results.GetValueOrDefault(fds.Status.Study) is { OuterSteps.IsEmpty: false } learned)
        {
            Show(learned);
        }

        Study.Costs.KeepTime();
        Record.Reason = Worth.Joined(Record.Methods.Where(method => method.State == StudyState.Failed).Select(method => $"{method.Method.Word()} failed: {method.Reason}"));
        if (Record.Methods.Any(method => method.State == StudyState.Succeeded))
        {
            Study.Life.Succeed();
        }
        else
        {
            Study.Life.End(StudyState.Failed, Record.Reason);
        }
    }

    /// <summary>What fds learned is shown as this study's own, with its outer steps.</summary>
    private void Show(StudyResult fds)
    {
        Record.History = [.. fds.OuterSteps];
        Record.Values = OuterLoop.WithValues(Record.Values, fds.Learned);
        Record.OuterStep = fds.OuterSteps.Length;
        Record.Retrainings = [.. fds.Retrainings];
        Record.DeviceKind = fds.Device;
        Record.Candidates = fds.Candidates;
        Record.Starts = fds.Starts;
        Record.Data = fds.Status.Data;
    }
}
