using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Children;

/// <summary>The studies that belong to one: members of its population, or the methods that it compares.</summary>
internal sealed class Members(StudyContext study)
{
    /// <summary>All of them, of every generation.</summary>
    public List<PopulationMember> All => study.Record.Members;

    /// <summary>Those that have not ended.</summary>
    public IEnumerable<PopulationMember> Out => All.Where(IsOut);

    /// <summary>Whether one has not ended.</summary>
    public static bool IsOut(PopulationMember member) => member.Status.State is StudyState.None or StudyState.Running or StudyState.Paused;

    /// <summary>The questions that a user's verb leads to: for members that have begun and not ended or, for removal, for all that have begun.</summary>
    public IReadOnlyList<ChildQuestion> QuestionsFor(ChildVerb verb, string? reason) =>
        [.. All.Where(member => member.Status.State != StudyState.None && (verb == ChildVerb.Delete || IsOut(member))).Select(member => new ChildQuestion(member.Status.Study, verb, Reason: reason))];

    /// <summary>Asks for the results of those members that belong to this study and can be reached.</summary>
    public IReadOnlyList<ChildQuestion> QuestionsForResults() =>
        [.. All.Where(member => member.Status.State != StudyState.None && member.GivenUp is null).Select(member => new ChildQuestion(member.Status.Study, ChildVerb.Result))];

    /// <summary>The member that an answer comes from.</summary>
    public PopulationMember? Find(ChildAnswer answer) => All.Find(member => member.Status.Study == answer.Question.Study);

    /// <summary>Notes the members' status after a verb.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Hear(IEnumerable<ChildAnswer> answers)
    {
        bool any = false;
        foreach (ChildAnswer answer in answers)
        {
            if (answer.Status is { } status && Find(answer) is { } member)
            {
                member.Status = Heard(member, status);
                any = true;
            }
        }

        if (any)
        {
            AddUp();
        }

        return any;
    }

    /// <summary>While its members work, a study's cost is the sum of theirs.</summary>
    public void AddUp()
    {
        StudyRecord record = study.Record;
        if (record.Phase is StudyPhase.Population or StudyPhase.Methods)
        {
            record.GradientSteps = All.Sum(member => member.Status.GradientSteps);
        }

        if (record.Phase == StudyPhase.Population)
        {
            record.Learning = record.Learning with { GradientSteps = record.GradientSteps, DeviceSeconds = All.Sum(member => member.Status.Learning.DeviceSeconds) };
        }
    }

    /// <summary>A member's status, from the status of its study.</summary>
    public static MemberStatus Heard(PopulationMember member, StudyStatus status) => member.Status with
    {
        State = status.State,
        OuterStep = status.OuterStep,
        BestValidationAccuracy = status.BestValidationAccuracy,
        LastValidationAccuracy = status.LastValidationAccuracy,
        GradientSteps = status.GradientSteps,
        Trials = status.Trials,
        BestValidationLoss = status.BestValidationLoss,
        Learning = status.Learning,
    };
}
