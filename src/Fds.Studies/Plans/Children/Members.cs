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

    /// <summary>What a verb of the user's asks of the members: those that have begun and have not ended or, to be removed, all that have begun.</summary>
    public IReadOnlyList<ChildQuestion> QuestionsFor(ChildVerb verb, string? reason) =>
        [.. All.Where(member => member.Status.State != StudyState.None && (verb == ChildVerb.Delete || IsOut(member))).Select(member => new ChildQuestion(member.Status.Study, verb, Reason: reason))];

    /// <summary>Asks what the members found, as far as they are this study's and can be asked.</summary>
    public IReadOnlyList<ChildQuestion> QuestionsForResults() =>
        [.. All.Where(member => member.Status.State != StudyState.None && member.GivenUp is null).Select(member => new ChildQuestion(member.Status.Study, ChildVerb.Result))];

    /// <summary>The member that an answer is of.</summary>
    public PopulationMember? Find(ChildAnswer answer) => All.Find(member => member.Status.Study == answer.Question.Study);

    /// <summary>Notes how members stand after a verb.</summary>
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

    /// <summary>While its members are at work, a study has spent what they have.</summary>
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

    /// <summary>A member's status, from how its study stands.</summary>
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
