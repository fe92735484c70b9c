using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Fds.Studies;
using Fds.Studies.Plans.Children;

namespace Fds.Grains.Studies;

/// <summary>Asks studies that belong to another one.</summary>
internal static class ChildStudies
{
    /// <summary>Asks one study after another. If a study's status cannot be fetched, the fault is its answer.</summary>
    public static async Task<List<ChildAnswer>> Ask(IGrainFactory grains, IReadOnlyList<ChildQuestion> questions)
    {
        List<ChildAnswer> answers = [];
        foreach (ChildQuestion question in questions)
        {
            answers.Add(await Ask(grains.GetGrain<IStudyGrain>(question.Study), question));
        }

        return answers;
    }

    private static async Task<ChildAnswer> Ask(IStudyGrain study, ChildQuestion question)
    {
        try
        {
            return await Answer(study, question);
        }
        catch (Exception e) when (question.BearsSilence)
        {
            return new(question) { Fault = e };
        }
    }

    private static async Task<ChildAnswer> Answer(IStudyGrain study, ChildQuestion question)
    {
        string reason = question.Reason ?? "";
        switch (question.Verb)
        {
            case ChildVerb.Submit:
                SubmitReply reply = await study.Submit(question.Submission!);
                return new(question) { Status = reply.Status, IsConflict = reply.Outcome == SubmitOutcome.Conflict };
            case ChildVerb.Status:
                return new(question) { Status = await study.GetStatus() };
            case ChildVerb.Result:
                return new(question) { Result = await study.GetResult() };
            case ChildVerb.Cancel:
                return new(question) { Status = await study.Cancel(reason) };
            case ChildVerb.Pause:
                return new(question) { Status = (await study.Pause(reason)).Status };
            case ChildVerb.Resume:
                return new(question) { Status = (await study.Resume()).Status };
            default:
                return new(question) { Status = (await study.Delete(force: true)).Status };
        }
    }
}
